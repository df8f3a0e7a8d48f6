import unittest


class TestCases(unittest.TestCase):
    def test_decimal_to_binary(self):
        self.assertEqual(task_func("10", 10, 2), "1010")
        self.assertEqual(task_func("6", 10, 2), "110")

    def test_letters_are_digits_above_nine(self):
        self.assertEqual(task_func("ff", 16, 10), "255")
        self.assertEqual(task_func("1295", 10, 36), "zz")

    def test_negative_number_keeps_its_sign(self):
        self.assertEqual(task_func("-100", 2, 10), "-4")

    def test_capitals_and_blanks_are_read(self):
        self.assertEqual(task_func("  DEAD \n", 16, 8), "157255")
        self.assertEqual(task_func("+Z", 36, 16), "23")

    def test_zero_has_one_digit_and_no_sign(self):
        self.assertEqual(task_func("0", 10, 7), "0")
        self.assertEqual(task_func("-000", 10, 2), "0")

    def test_width_counts_digits_but_not_the_sign(self):
        self.assertEqual(task_func("-5", 10, 2, 6), "-000101")
        self.assertEqual(task_func("0", 3, 3, width=4), "0000")
        self.assertEqual(task_func("255", 10, 16, width=1), "ff")

    def test_digit_must_belong_to_the_source_base(self):
        for text, source in (("12", 2), ("8", 8), ("g", 16), ("1.5", 10), ("1-1", 10), ("--1", 10), ("1 1", 10)):
            with self.assertRaises(ValueError):
                task_func(text, source, 10)

    def test_text_without_digits_is_refused(self):
        for text in ("", "   ", "+", "-"):
            with self.assertRaises(ValueError):
                task_func(text, 10, 2)

    def test_bases_outside_the_range_are_refused(self):
        for source, target in ((1, 10), (10, 1), (37, 10), (10, 37), (0, 0)):
            with self.assertRaises(ValueError):
                task_func("0", source, target)
