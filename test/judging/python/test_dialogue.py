"""What the monitor makes of the job's lines."""

from __future__ import annotations

import json
import os
import time
import unittest
import unittest.mock
from typing import Any

from convcodebench_runner import verdict
from convcodebench_runner.dialogue import Dialogue
from convcodebench_runner.expected_tests import TestModule
from convcodebench_runner.task import Run

TEST = """import unittest
class TestCases(unittest.TestCase):
    def test_a(self) -> None:
        pass
"""


class ADialogue(unittest.TestCase):
    def setUp(self) -> None:
        read, write = os.pipe()
        self.addCleanup(os.close, write)
        run = Run(
            prelude="", program="", test=TEST, entry_point="task_func", limit_ms=1000, mode="judge"
        )
        self.dialogue = Dialogue(run, TestModule(TEST), write, time.monotonic() + 10)
        with os.fdopen(read, "rb") as told:
            self.key = str(json.loads(told.readline())["key"])

    def hear(self, message: object) -> None:
        self.dialogue.hear((self.key + json.dumps(message)).encode())

    def test_what_our_part_of_the_job_says_is_no_tampering(self) -> None:
        self.hear(["compiled"])
        self.hear(["start", "test_a"])
        self.hear(["subtest", "(i=1)", "text"])
        self.hear(["test", "test_a", "ok", "", "token"])
        self.assertIsNone(self.dialogue.account.tampered)

    def test_a_line_of_any_other_making_is_tampering(self) -> None:
        foreign: tuple[Any, ...] = (
            {},
            [],
            "compiled",
            7,
            None,
            [["compiled"]],
            ["no such"],
            ["compiled", "more"],
            ["test", "test_a"],
            ["end", "another nonce"],
            ["subtest", "(i=1)", "text"],  # while no test runs
            ["want-tests"],  # before it was imported
        )
        for message in foreign:
            with self.subTest(message=message):
                self.dialogue.account.tampered = None
                self.hear(message)
                self.assertIsNotNone(self.dialogue.account.tampered)
        for line in (b"", b"[]", self.key.encode() + b"[" * 100_000, self.key.encode() + b"\xff"):
            with self.subTest(line=line[:40]):
                self.dialogue.account.tampered = None
                self.dialogue.hear(line)
                self.assertIsNotNone(self.dialogue.account.tampered)

    def test_a_mistake_of_ours_is_not_the_programs(self) -> None:
        for mistake in (TypeError, ValueError, LookupError, AttributeError):
            with (
                self.subTest(mistake=mistake.__name__),
                unittest.mock.patch.object(verdict.Account, "start", side_effect=mistake("ours")),
                self.assertRaises(mistake),
            ):
                self.hear(["start", "test_a"])
        self.assertIsNone(self.dialogue.account.tampered)


if __name__ == "__main__":
    unittest.main()
