import unittest
from datetime import datetime


class TestCases(unittest.TestCase):
    def test_fields_of_one_record(self):
        self.assertEqual(
            task_func("2024-03-05 10:22:31 [WARNING] auth: slow answer: 3 s"),
            [
                {
                    "time": datetime(2024, 3, 5, 10, 22, 31),
                    "level": "WARNING",
                    "source": "auth",
                    "message": "slow answer: 3 s",
                }
            ],
        )

    def test_levels_below_the_minimum_are_left_out(self):
        text = "\n".join(f"2024-01-01 00:00:0{i} [{level}] app: m{i}" for i, level in enumerate(
            ["CRITICAL", "DEBUG", "INFO", "ERROR", "WARNING"]))
        self.assertEqual([r["message"] for r in task_func(text)], ["m0", "m2", "m3", "m4"])
        self.assertEqual([r["message"] for r in task_func(text, "ERROR")], ["m0", "m3"])
        self.assertEqual([r["message"] for r in task_func(text, min_level="DEBUG")], ["m0", "m1", "m2", "m3", "m4"])

    def test_continuation_lines_join_the_message(self):
        text = "2024-01-01 00:00:00 [ERROR] db: failed\n  File x\n\tline 3  \n2024-01-01 00:00:01 [INFO] db: up\n"
        self.assertEqual([r["message"] for r in task_func(text)], ["failed\nFile x\nline 3", "up"])

    def test_levels_in_any_letter_case(self):
        text = "2024-01-01 00:00:00 [Error] db: a\n2024-01-01 00:00:01 [debug] db: b\n2024-01-01 00:00:02 [info] db: c"
        self.assertEqual([(r["level"], r["message"]) for r in task_func(text, "info")], [("ERROR", "a"), ("INFO", "c")])

    def test_source_with_dots_and_hyphens(self):
        text = "2024-01-01 00:00:00 [INFO] auth.login-2: hello\n2024-01-01 00:00:00 [INFO] two words: hello"
        self.assertEqual([(r["source"], r["message"]) for r in task_func(text)], [("auth.login-2", "hello")])

    def test_other_lines_end_the_record(self):
        text = (
            "2024-01-01 00:00:00 [INFO] a: one\n  more\n---- restart ----\n  not mine\n"
            "2024-01-01 00:00:01 [INFO] a: two\n\n  nor mine\n"
            "2024-01-01 00:00:02 [INFO] a: three\n   \n  nor this\n"
            "2024-01-01 00:00:03 [NOTICE] a: four\n  nor that"
        )
        self.assertEqual([r["message"] for r in task_func(text)], ["one\nmore", "two", "three"])

    def test_continuation_before_any_record(self):
        text = "  tail of an older record\n2024-01-01 00:00:00 [INFO] a: one"
        self.assertEqual([r["message"] for r in task_func(text)], ["one"])
        self.assertEqual(task_func(" only this"), [])

    def test_continuation_of_a_dropped_record(self):
        text = "2024-01-01 00:00:00 [INFO] a: one\n2024-01-01 00:00:01 [DEBUG] a: two\n  of two\n2024-01-01 00:00:02 [INFO] a: "
        self.assertEqual([r["message"] for r in task_func(text)], ["one", ""])

    def test_unknown_minimum_and_empty_text(self):
        self.assertEqual(task_func(""), [])
        with self.assertRaises(ValueError):
            task_func("", "LOUD")
