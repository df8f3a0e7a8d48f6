import unittest


class TestCases(unittest.TestCase):
    def test_both_ends_are_counted(self):
        self.assertEqual(task_func("2024-03-04", "2024-03-08"), (5, 0))
        self.assertEqual(task_func("2024-03-06", "2024-03-06"), (1, 0))

    def test_saturday_and_sunday_are_free(self):
        self.assertEqual(task_func("2024-03-01", "2024-03-31"), (21, 0))
        self.assertEqual(task_func("2024-03-09", "2024-03-10"), (0, 0))

    def test_single_holidays_are_not_business_days(self):
        self.assertEqual(task_func("2024-04-29", "2024-05-10", ["2024-05-01", "2024-05-09", "2023-05-02"]), (8, 2))

    def test_holidays_of_every_year_are_not_business_days(self):
        self.assertEqual(task_func("2024-12-23", "2025-01-03", ["12-25", "12-26", "01-01"]), (7, 3))
        self.assertEqual(task_func("2022-12-26", "2024-12-26", ["12-26"]), (521, 3))

    def test_holidays_in_the_weekend_or_named_twice_count_once_at_most(self):
        self.assertEqual(task_func("2024-05-31", "2024-06-03", ["2024-06-01", "06-02"]), (2, 0))
        self.assertEqual(task_func("2024-05-31", "2024-06-03", iter(["06-03", "2024-06-03", "06-03"])), (1, 1))

    def test_reversed_dates_give_a_negative_number(self):
        self.assertEqual(task_func("2024-03-08", "2024-03-04", {"2024-03-05"}), (-4, 1))

    def test_the_weekend_can_be_chosen(self):
        self.assertEqual(task_func("2024-03-07", "2024-03-10", weekend=(4, 5)), (2, 0))
        self.assertEqual(task_func("2024-03-04", "2024-03-10", ["2024-03-10"], weekend=[]), (6, 1))

    def test_leap_days_and_malformed_dates(self):
        self.assertEqual(task_func("2024-02-28", "2024-03-01"), (3, 0))
        with self.assertRaises(ValueError):
            task_func("2023-02-29", "2023-03-01")
