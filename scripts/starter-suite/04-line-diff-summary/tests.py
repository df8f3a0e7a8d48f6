import unittest


class TestCases(unittest.TestCase):
    def test_a_replaced_line_is_removed_and_added(self):
        self.assertEqual(task_func("one\ntwo\nthree\nfour\n", "one\ntwo\n3\nfour\n"),
                         {"added": [(3, "3")], "removed": [(3, "three")], "kept": 3, "similarity": 0.75})

    def test_added_lines_carry_their_number_in_the_new_text(self):
        result = task_func("b\nd", "a\nb\nc\nd\ne")
        self.assertEqual(result["added"], [(1, "a"), (3, "c"), (5, "e")])
        self.assertEqual(result["removed"], [])

    def test_removed_lines_carry_their_number_in_the_old_text(self):
        result = task_func("a\nb\nc\nd", "b\nd")
        self.assertEqual(result["removed"], [(1, "a"), (3, "c")])
        self.assertEqual((result["added"], result["kept"]), ([], 2))

    def test_similarity_refers_to_the_longer_text(self):
        self.assertEqual(task_func("a\nb\nc\nd", "b\nd")["similarity"], 0.5)
        self.assertEqual(task_func("x", "w\nx\ny")["similarity"], 0.33)

    def test_empty_texts_are_the_same(self):
        self.assertEqual(task_func("", ""), {"added": [], "removed": [], "kept": 0, "similarity": 1.0})
        self.assertEqual(task_func("", "a"), {"added": [(1, "a")], "removed": [], "kept": 0, "similarity": 0.0})

    def test_white_space_at_line_ends_does_not_matter(self):
        result = task_func("a  \nb\t\r\n\nc", "a\nb\n   \n  c  ")
        self.assertEqual(result, {"added": [(4, "  c")], "removed": [(4, "c")], "kept": 3, "similarity": 0.75})

    def test_ignoring_case_still_reports_the_lines_as_written(self):
        result = task_func("Alpha\nBeta\nGone", "ALPHA\nGamma", ignore_case=True)
        self.assertEqual(result["kept"], 1)
        self.assertEqual(result["removed"], [(2, "Beta"), (3, "Gone")])
        self.assertEqual(result["added"], [(2, "Gamma")])
        self.assertEqual(task_func("Alpha", "ALPHA")["kept"], 0)

    def test_lines_repeated_very_often_are_still_aligned(self):
        result = task_func("start\n" + "x\n" * 210, "begin\n" + "x\n" * 210)
        self.assertEqual(result["kept"], 210)
        self.assertEqual((result["added"], result["removed"]), ([(1, "begin")], [(1, "start")]))
