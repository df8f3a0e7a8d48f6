import unittest


class TestCases(unittest.TestCase):
    def test_one_wild_value_is_found(self):
        # Median 23; distances 3, 2, 0, 1, 377; their median is 2.
        result = task_func([20, 21, 23, 24, 400])
        self.assertEqual(result, {"median": 23, "mad": 2, "outliers": [(4, 400)], "kept_mean": 22.0})

    def test_ordinary_series_has_no_outliers(self):
        result = task_func([4, 8, 6, 5, 7, 9])
        self.assertEqual(result, {"median": 6.5, "mad": 1.5, "outliers": [], "kept_mean": 6.5})

    def test_threshold_counts_spreads(self):
        # Spread 1.4826: 16 lies 4 from the median, which is between 2 and 3 spreads.
        series = [11, 12, 12, 13, 10, 16, 11]
        self.assertEqual(task_func(series, threshold=2)["outliers"], [(5, 16)])
        self.assertEqual(task_func(series, threshold=3)["outliers"], [])

    def test_farthest_comes_first_and_ties_go_by_position(self):
        series = [50, 150, 51, -50, 49, 50, 900, 52, 48]
        self.assertEqual(task_func(series)["outliers"], [(6, 900), (1, 150), (3, -50)])

    def test_missing_values_keep_their_positions(self):
        result = task_func([None, 5, 6, None, 7, 77, 4])
        self.assertEqual(result, {"median": 6, "mad": 1, "outliers": [(5, 77)], "kept_mean": 5.5})

    def test_zero_is_a_value(self):
        result = task_func([0, 0, 3, 6, 9])
        self.assertEqual(result, {"median": 3, "mad": 3, "outliers": [], "kept_mean": 3.6})

    def test_mean_distance_replaces_a_zero_mad(self):
        # Distances 0 x 6, 1 and 13: mean 1.75, limit 3.5 * 1.2533 * 1.75 = 7.68.
        result = task_func([5, 5, 5, 6, 5, 5, 18, 5])
        self.assertEqual(result, {"median": 5, "mad": 0, "outliers": [(6, 18)], "kept_mean": 5.1429})

    def test_equal_values_are_all_kept(self):
        result = task_func([2.5, 2.5, 2.5])
        self.assertEqual(result, {"median": 2.5, "mad": 0, "outliers": [], "kept_mean": 2.5})

    def test_nothing_kept_and_nothing_given(self):
        self.assertEqual(task_func([1, 9], threshold=0.5), {"median": 5, "mad": 4, "outliers": [(0, 1), (1, 9)], "kept_mean": None})
        for empty in ([], [None, None]):
            with self.assertRaises(ValueError):
                task_func(empty)
