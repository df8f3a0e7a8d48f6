import unittest


class TestCases(unittest.TestCase):
    def test_products_come_before_sums(self):
        self.assertEqual(task_func("2 + 3 * 4 - 6 / 4"), 12.5)
        self.assertIsInstance(task_func("7"), float)

    def test_parentheses_come_first(self):
        self.assertEqual(task_func("(2 + 3) * (10 - (1 + 1))"), 40.0)

    def test_differences_and_quotients_group_from_the_left(self):
        self.assertEqual(task_func("10 - 4 - 3"), 3.0)
        self.assertEqual(task_func("64 / 4 / 2 * 3"), 24.0)

    def test_powers_group_from_the_right(self):
        self.assertEqual(task_func("2 ^ 3 ^ 2"), 512.0)
        self.assertEqual(task_func("2 * 3 ^ 2 + 1"), 19.0)

    def test_minus_in_front_binds_weaker_than_power(self):
        self.assertEqual(task_func("-2 ^ 2"), -4.0)
        self.assertEqual(task_func("(-2) ^ 2"), 4.0)
        self.assertEqual(task_func("2 ^ -1"), 0.5)
        self.assertEqual(task_func("-2 + 5 * -3 - -1"), -16.0)
        self.assertEqual(task_func("--4"), 4.0)

    def test_decimals_and_missing_blanks(self):
        self.assertEqual(task_func("1.5*4+0.25"), 6.25)
        self.assertEqual(task_func(" 10-2.5 "), 7.5)

    def test_variables_are_looked_up(self):
        self.assertEqual(task_func("rate_2 * hours - _fee", {"rate_2": 12, "hours": 3, "_fee": 0.5}), 35.5)
        with self.assertRaises(ValueError):
            task_func("rate * hours", {"rate": 12})

    def test_malformed_expressions_are_refused(self):
        bad = ("", "1 +", "* 2", "+1", "(1 + 2", "1 + 2)", "()", "3 4", "2(3)", "1.2.3", ".5", "2 $ 3", "(1 2", "1 2)")
        for expression in bad:
            with self.assertRaises(ValueError, msg=expression):
                task_func(expression)

    def test_division_by_zero_is_not_hidden(self):
        with self.assertRaises(ZeroDivisionError):
            task_func("1 / (2 - 2)")
