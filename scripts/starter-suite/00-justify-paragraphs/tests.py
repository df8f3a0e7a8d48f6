import unittest


class TestCases(unittest.TestCase):
    def test_lines_are_filled_to_the_exact_width(self):
        self.assertEqual(task_func("red blue it is sunny", 8), ["red blue", "it    is", "sunny"])
        self.assertEqual(task_func("ab cd ef gh ij", 5), ["ab cd", "ef gh", "ij"])

    def test_surplus_blanks_go_to_the_leftmost_gaps(self):
        self.assertEqual(task_func("a bb cc dd eeeeeee", 12), ["a  bb  cc dd", "eeeeeee"])
        self.assertEqual(task_func("to be or not to be here", 14), ["to  be  or not", "to be here"])

    def test_the_last_line_is_not_padded(self):
        self.assertEqual(task_func("short text", 40), ["short text"])
        self.assertEqual(task_func("one\ttwo\n  three"), ["one two three"])

    def test_a_lone_word_is_not_padded(self):
        self.assertEqual(task_func("hi extraordinary me", 13), ["hi", "extraordinary", "me"])

    def test_a_word_longer_than_the_width_is_cut(self):
        self.assertEqual(task_func("abcdefghij", 4), ["abcd", "efgh", "ij"])
        self.assertEqual(task_func("x abcdefg y", 4), ["x", "abcd", "efg", "y"])

    def test_paragraphs_are_separated_by_one_empty_line(self):
        self.assertEqual(task_func("aa bb cc\n \n\n\ndd ee", 6), ["aa  bb", "cc", "", "dd ee"])

    def test_blank_lines_around_the_text_leave_nothing(self):
        self.assertEqual(task_func("\n\nfoo bar\n\n  \n", 10), ["foo bar"])
        self.assertEqual(task_func("  \n\n "), [])
        self.assertEqual(task_func(""), [])

    def test_a_width_below_one_is_refused(self):
        self.assertEqual(task_func("ab c", 1), ["a", "b", "c"])
        with self.assertRaises(ValueError):
            task_func("a", 0)
