import unittest


class TestCases(unittest.TestCase):
    def test_overlapping_intervals_merge(self):
        self.assertEqual(task_func([(1, 4, "a"), (3, 9, "b"), (12, 13, "c")]), [(1, 9, ["b", "a"]), (12, 13, ["c"])])

    def test_input_in_any_order(self):
        self.assertEqual(
            task_func([(20, 25, "z"), (1, 3, "x"), (2, 8, "y"), (24, 26, "w")]),
            [(1, 8, ["y", "x"]), (20, 26, ["z", "w"])],
        )

    def test_gap_bridges_holes(self):
        spans = [(1, 2, "a"), (4, 9, "b"), (12, 13, "c")]
        self.assertEqual(task_func(spans), [(1, 2, ["a"]), (4, 9, ["b"]), (12, 13, ["c"])])
        self.assertEqual(task_func(spans, gap=2.5), [(1, 9, ["b", "a"]), (12, 13, ["c"])])

    def test_touching_intervals_merge(self):
        self.assertEqual(task_func([(1, 2, "a"), (2, 5, "b")]), [(1, 5, ["b", "a"])])
        self.assertEqual(task_func([(1, 2, "a"), (5, 6, "a")], gap=3), [(1, 6, ["a"])])

    def test_contained_interval_does_not_shrink(self):
        self.assertEqual(task_func([(0, 10, "long"), (2, 3, "in"), (9, 12, "late")]), [(0, 12, ["long", "late", "in"])])

    def test_lengths_of_a_label_add_up(self):
        self.assertEqual(
            task_func([(0, 4, "a"), (4, 7, "b"), (7, 9, "b"), (30, 31, "b"), (30, 32, "a")]),
            [(0, 9, ["b", "a"]), (30, 32, ["a", "b"])],
        )
        self.assertEqual(task_func([(0, 2, "z"), (1, 3, "m"), (2, 4, "q")]), [(0, 4, ["m", "q", "z"])])

    def test_none_adds_no_label(self):
        spans = [(1, 3, "a"), (1, 3, None), (1, 3, "b"), (8, 9, None)]
        self.assertEqual(task_func(spans), [(1, 3, ["a", "b"]), (8, 9, [])])
        self.assertEqual(spans, [(1, 3, "a"), (1, 3, None), (1, 3, "b"), (8, 9, None)])

    def test_zero_length_intervals(self):
        self.assertEqual(task_func([(5, 5, "dot"), (1, 2, "a")]), [(1, 2, ["a"]), (5, 5, ["dot"])])
        self.assertEqual(task_func([]), [])

    def test_bad_input_is_refused(self):
        for args in [([(3, 2, "a")],), ([(1, 2, "a")], -1)]:
            with self.subTest(args=args), self.assertRaises(ValueError):
                task_func(*args)
