"""Runs the tests of this folder: `python run.py FOLDER`, with the runner's folder. Prints a JSON
list of what became of each: its name, and why it failed, or null.
"""

import json
import os
import sys
import unittest
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


class Told(unittest.TestResult):
    """Each test's name, and its text if it failed; a test of several parts has those of all."""

    def __init__(self) -> None:
        super().__init__()
        self.reasons: dict[str, list[str]] = {}
        self.skipped_for: dict[str, str] = {}

    def startTest(self, test: unittest.TestCase) -> None:
        super().startTest(test)
        self.reasons[_name_of(test)] = []

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:
        super().addSkip(test, reason)
        self.skipped_for[_name_of(test)] = reason

    def told(self) -> list[dict[str, Any]]:
        for test, text in [*self.failures, *self.errors]:
            case = getattr(test, "test_case", test)  # of a part
            self.reasons.setdefault(_name_of(case), []).append(text)
        return [
            {
                "name": name,
                "failed": "\n".join(texts) or None,
                "skipped": self.skipped_for.get(name),
            }
            for name, texts in self.reasons.items()
        ]


def _name_of(test: unittest.TestCase) -> str:
    """`test_layers.Structure.test_a_name` -> `Structure: a name`."""
    kind, _, name = test.id().rpartition(".")
    return f"{kind.rpartition('.')[2]}: {name.removeprefix('test_').replace('_', ' ')}"


def main() -> None:
    sys.path[:0] = [sys.argv[1], str(HERE)]
    result = Told()
    unittest.defaultTestLoader.discover(str(HERE)).run(result)
    sys.stdout.flush()
    json.dump(result.told(), sys.stdout)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    main()
