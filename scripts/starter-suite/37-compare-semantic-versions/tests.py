import unittest


class TestCases(unittest.TestCase):
    def assert_rising(self, versions):
        for i, first in enumerate(versions):
            for j, second in enumerate(versions):
                self.assertEqual(task_func(first, second), (i > j) - (i < j), f"{first} and {second}")

    def test_major_minor_patch_in_that_order(self):
        self.assert_rising(["0.9.9", "1.0.0", "1.0.1", "1.2.0", "2.0.0"])

    def test_numbers_are_not_compared_as_text(self):
        self.assert_rising(["1.2.9", "1.2.10", "1.9.0", "1.10.0", "9.0.0", "10.0.0"])

    def test_equal_versions_and_a_leading_v(self):
        self.assertEqual(task_func("3.4.5", "3.4.5"), 0)
        self.assertEqual(task_func("v3.4.5", "3.4.5"), 0)
        self.assertEqual(task_func("3.4.4", "v3.4.5"), -1)

    def test_prerelease_comes_before_its_release(self):
        self.assert_rising(["1.9.9", "2.0.0-zz", "2.0.0", "2.0.1-0", "2.0.1"])

    def test_fields_of_digits_are_compared_by_value(self):
        self.assert_rising(["1.0.0-rc.2", "1.0.0-rc.11", "1.0.0-rc.100"])

    def test_digits_come_before_text_and_fewer_fields_first(self):
        self.assert_rising(["1.0.0-1", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta"])
        self.assert_rising(["1.0.0-5", "1.0.0--5", "1.0.0-5a", "1.0.0-RC", "1.0.0-a-b", "1.0.0-rc"])

    def test_build_is_ignored(self):
        self.assertEqual(task_func("1.0.0+7", "1.0.0+8.linux-x64"), 0)
        self.assertEqual(task_func("1.0.0-rc.1+exp", "1.0.0-rc.1"), 0)
        self.assertEqual(task_func("1.0.0+9-rc", "1.0.0-rc"), 1)

    def test_blanks_around_are_allowed(self):
        self.assertEqual(task_func(" 1.0.0\n", "\tv1.0.0  "), 0)

    def test_other_forms_are_refused(self):
        for text in ("", "1.2", "1.2.3.4", "01.2.3", "1.02.3", "1.2.3-", "1.2.3+", "1.2.3-a..b", "1.2.3-a_b", "V1.2.3", "1. 2.3"):
            with self.assertRaises(ValueError, msg=text):
                task_func("1.2.3", text)
