"""Errors of our own, in words."""

import unittest

from convcodebench_runner import faults, linux


def caught(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as raised:
        return raised


class Faults(unittest.TestCase):
    def test_say_what_and_where_in_our_code(self) -> None:
        try:
            linux.check(-1, "mount /home/user/venv")
        except OSError as error:
            words = faults.describe(error)
        else:
            self.fail("no error")
        self.assertRegex(words, r"^OSError: .*mount <path>: .* \(linux\.py:\d+\)$")

    def test_name_no_path_of_the_host(self) -> None:
        error = caught(FileNotFoundError(2, "No such file or directory", "/home/user/x y"))
        self.assertNotIn("/home", faults.describe(error))

    def test_are_one_short_line(self) -> None:
        words = faults.describe(caught(ValueError("a" * 1000 + "\nsecond")))
        self.assertLess(len(words), 400)
        self.assertNotIn("\n", words)
