import unittest
from datetime import timedelta


class TestCases(unittest.TestCase):
    def test_parts_are_added_up(self):
        self.assertEqual(task_func("1h30m"), timedelta(hours=1, minutes=30))
        self.assertEqual(task_func("1w2d3h4m5s"), timedelta(days=9, hours=3, minutes=4, seconds=5))

    def test_every_unit_is_known(self):
        for text, seconds in [("1w", 604800), ("2d", 172800), ("3h", 10800), ("4m", 240), ("5s", 5), ("6ms", 0.006)]:
            self.assertEqual(task_func(text), timedelta(seconds=seconds))

    def test_a_number_alone_has_the_default_unit(self):
        self.assertEqual(task_func("90"), timedelta(seconds=90))
        self.assertEqual(task_func("90", "m"), timedelta(minutes=90))
        self.assertEqual(task_func("5m", "h"), timedelta(minutes=5))

    def test_decimal_numbers_are_allowed(self):
        self.assertEqual(task_func("1.5h"), timedelta(minutes=90))
        self.assertEqual(task_func("0.25", "d"), timedelta(hours=6))

    def test_a_sign_holds_for_the_whole_duration(self):
        self.assertEqual(task_func("-1h30m"), timedelta(minutes=-90))
        self.assertEqual(task_func(" - 10"), timedelta(seconds=-10))
        self.assertEqual(task_func("+2m"), timedelta(minutes=2))

    def test_case_and_white_space_do_not_matter(self):
        self.assertEqual(task_func(" 1 H  30 M 5MS\n"), timedelta(minutes=90, milliseconds=5))

    def test_repeated_units_are_refused(self):
        for text in ("1h2h", "5s 5s", "1h 1m 1m"):
            with self.assertRaises(ValueError, msg=text):
                task_func(text)

    def test_units_out_of_order_are_refused(self):
        for text in ("30m1h", "5ms 5s"):
            with self.assertRaises(ValueError, msg=text):
                task_func(text)

    def test_anything_else_is_refused(self):
        for text in ("", "  ", "-", "h", "1x", "1h30", "1h x 30m", "--5", "1h -5m", ".5h", "1.h", "1.2.3h", "5mins"):
            with self.assertRaises(ValueError, msg=text):
                task_func(text)
