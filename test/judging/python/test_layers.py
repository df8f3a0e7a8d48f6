"""Each layer against forged verdicts by itself. Run by test/judging/layers.sealed.test.ts with the
runner on PYTHONPATH.
"""

from __future__ import annotations

import ast
import builtins
import json
import sys
import unittest
import unittest.mock
from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

from convcodebench_runner import audit, integrity, trial, verdict
from convcodebench_runner.expected_tests import TestModule, line_after
from convcodebench_runner.settings import Layers
from convcodebench_runner.task import Task

TESTS = """import unittest
class TestCases(unittest.TestCase):
    def test_b(self) -> None:
        pass
    def test_a(self) -> None:
        pass
    @unittest.skip("x")
    def test_c(self) -> None:
        pass
"""
PASS = {"status": "pass", "report": {"tests": ["test_a"], "failures": []}}
FAIL = {"status": "fail", "report": {"tests": ["test_a"], "failures": [["test_a", "x"]]}}


def unchecked(*_arguments: object, **_keywords: object) -> None:
    """An assertion that asserts nothing."""


class Structure(unittest.TestCase):
    def account(self) -> verdict.Account:
        account = verdict.Account(TestModule(TESTS))
        account.test("test_c", "skip-decorator", "", [])
        account.test("test_b", "ok", "", [account.module.tokens["test_b"]])
        return account

    def test_a_test_passes_by_its_token(self) -> None:
        account = self.account()
        account.test("test_a", "ok", "", [account.module.tokens["test_a"]])
        self.assertEqual(account.result(None)["failures"], [])

    def test_success_without_reaching_the_end_is_a_failure(self) -> None:
        for tokens in ([], ["wrong"], None):
            account = self.account()
            account.test("test_a", "ok", "", tokens or [account.module.tokens["test_b"]])
            self.assertEqual([name for name, _ in account.result(None)["failures"]], ["test_a"])

    def test_a_second_success_is_a_failure(self) -> None:
        account = self.account()
        for _ in range(2):
            account.test("test_a", "ok", "", [account.module.tokens["test_a"]])
        self.assertEqual([name for name, _ in account.result(None)["failures"]], ["test_a"])

    def test_a_test_fails_with_a_subtest_whatever_it_says_itself(self) -> None:
        account = self.account()
        account.subtest("test_a", "test_a (i=1)", "x")
        account.subtest("test_a", "test_a (i=1)", "y")
        account.test("test_a", "ok", "", [account.module.tokens["test_a"]])
        self.assertEqual(account.result(None)["failures"], [["test_a (i=1)", "x\ny"]])

    def test_a_subtest_is_told_before_what_else_its_test_fails_at(self) -> None:
        account = self.account()
        account.subtest("test_a", "test_a (i=1)", "x")
        account.test("test_a", "fail", "y", [])
        told = [["test_a (i=1)", "x"], ["test_a", "y"]]
        self.assertEqual(account.result(None)["failures"], told)

    def test_a_subtest_fails_its_test_though_there_is_no_room_for_words(self) -> None:
        account = self.account()
        account.all("fail", "x" * verdict.ONE_MEBIBYTE)
        account.subtest("test_a", "test_a (i=1)", "x")
        names = [name for name, _ in account.result(None)["failures"]]
        self.assertEqual(names, ["test_a", "ALL"])

    def test_a_skip_that_the_source_does_not_ask_for_is_a_failure(self) -> None:
        for outcome in ("skip-decorator", "skip-solution", "expected-failure"):
            account = self.account()
            account.test("test_a", outcome, "", [])
            self.assertEqual([name for name, _ in account.result(None)["failures"]], ["test_a"])

    def test_a_test_that_never_ran_is_a_failure(self) -> None:
        self.assertEqual(self.account().result(None)["failures"], [["test_a", verdict.NEVER_RAN]])

    def test_names_stand_in_source_order(self) -> None:
        self.assertEqual(TestModule(TESTS).names, ["test_b", "test_a", "test_c"])

    def test_imported_base_classes_are_named_by_their_modules(self) -> None:
        bases = {
            "from a.b import Case\nclass TestCases(Case): pass": [("a.b", "Case")],
            "from a import Case as C, Mixin\nclass TestCases(C, Mixin): pass": [
                ("a", "Case"),
                ("a", "Mixin"),
            ],
            "import a.b\nclass TestCases(a.b.Case): pass": [("a.b", "Case")],
            "import a.b as c\nclass Own(c.Case): pass\nclass TestCases(Own): pass": [
                ("a.b", "Case")
            ],
            "from unittest import TestCase\nclass TestCases(TestCase): pass": [],
            "class Base: pass\nclass TestCases(Base, made()): pass": [],
        }
        self.assertEqual({source: TestModule(source).bases for source in bases}, bases)

    def test_lines_are_counted_as_python_counts_them(self) -> None:
        # "a\nb" + "\n" is lines 1 and 2; \r\n is one end of line; a final \r merges with the \n of
        # the join.
        self.assertEqual(
            [line_after(code) for code in ("a\nb", "a\nb\n", "a\r\nb", "a\rb", "a\r", "")],
            [3, 4, 3, 3, 2, 2],
        )


class Integrity(unittest.TestCase):
    def setUp(self) -> None:
        self.snapshot = integrity.Snapshot()
        self.assertIsNone(self.snapshot.changed(False))

    def changed_by(self, target: Any, name: str, value: Any, **options: Any) -> str | None:
        with unittest.mock.patch.object(target, name, value, **options):
            return self.snapshot.changed(False)

    def test_patches_are_seen(self) -> None:
        for target, name in (
            (unittest.TestCase, "assertEqual"),
            (unittest.TestCase, "run"),
            (unittest.case, "_Outcome"),
            (unittest.TestSuite, "run"),
            (unittest.TestLoader, "getTestCaseNames"),
            (builtins, "isinstance"),
            (builtins, "__build_class__"),
            (json, "loads"),
            (sys.modules, "unittest"),
        ):
            with self.subTest(name=name):
                if isinstance(target, dict):
                    with unittest.mock.patch.dict(target, {name: object()}):
                        self.assertIsNotNone(self.snapshot.changed(False))
                else:
                    self.assertIsNotNone(self.changed_by(target, name, unchecked))

    def test_exchanged_code_is_seen(self) -> None:
        function = unittest.TestCase.assertTrue
        code = function.__code__
        try:
            function.__code__ = unchecked.__code__
            self.assertIsNotNone(self.snapshot.changed(False))
        finally:
            function.__code__ = code

    def test_settings_of_tests_are_theirs(self) -> None:
        self.assertIsNone(self.changed_by(unittest.TestCase, "maxDiff", None))

    def test_a_mock_may_stay_only_where_allowed_and_never_in_unittest(self) -> None:
        with unittest.mock.patch.object(json, "loads"):
            self.assertIsNone(self.snapshot.changed(True))
            self.assertIsNotNone(self.snapshot.changed(False))
        with unittest.mock.patch.object(unittest.TestCase, "assertTrue"):
            self.assertIsNotNone(self.snapshot.changed(True))


class Together(unittest.TestCase):
    def run_trial(
        self,
        results: list[dict[str, Any]],
        audit: bool = True,
        apart: trial.Apart | None = None,
    ) -> tuple[str, list[str]]:
        texts = {"prelude": "", "program": "import os\n", "test": "", "header": ""}
        task = Task(**texts, entry_point="f", limit_ms=1000, profile=None)
        a_trial = trial.Trial(task, Layers(audit=audit), apart)
        modes: list[str] = []
        for result in results:
            modes.append(a_trial.next_run().mode)
            told = a_trial.verdict(dict(result))
            if told is not None:
                self.trust = told["trust"]
                return told["status"], modes
        raise AssertionError("no verdict")

    def test_a_failure_takes_one_run(self) -> None:
        self.assertEqual(self.run_trial([FAIL]), ("fail", ["judge"]))

    def test_an_honest_pass_bears_a_look(self) -> None:
        self.assertEqual(self.run_trial([PASS, PASS]), ("pass", ["judge", "audit"]))

    def test_a_pass_that_does_not_bear_a_look_twice_is_forged(self) -> None:
        runs = ["judge", "audit", "audit"]
        self.assertEqual(self.run_trial([PASS, FAIL, PASS]), ("pass", runs))
        self.assertEqual(self.run_trial([PASS, FAIL, FAIL]), ("fail", runs))

    def test_a_look_that_does_not_end_in_time_is_a_timeout(self) -> None:
        late = {**FAIL, "status": "timeout"}
        self.assertEqual(self.run_trial([PASS, late, late])[0], "timeout")
        self.assertEqual(self.run_trial([PASS, late, PASS])[0], "pass")

    def test_the_look_can_be_left_out(self) -> None:
        self.assertEqual(self.run_trial([PASS], audit=False), ("pass", ["judge"]))


class Separate(Together):
    """A separate run stands before the others, and they fall away where it is plain."""

    def run_trial(self, results: list[dict[str, Any]], *rest: Any, **more: Any) -> Any:
        doubtful = {**PASS, "doubts": ["no"], "used": []}
        apart = trial.Apart(holds=True)
        status, modes = super().run_trial([doubtful, *results], *rest, apart=apart, **more)
        self.assertEqual(self.trust, "shared")
        self.assertEqual(modes[0], "separate")
        return status, modes[1:]

    def judged(self, holds: bool = True, **first: Any) -> tuple[str, list[str], str]:
        said: dict[str, Any] = {**PASS, "doubts": [], "used": ["patch"], **first}
        status, modes = super().run_trial([said, FAIL], apart=trial.Apart(holds))
        return status, modes, self.trust

    def test_a_plain_pass_takes_no_other_run(self) -> None:
        self.assertEqual(self.judged(), ("pass", ["separate"], "separate"))

    def test_a_plain_pass_is_shared_where_the_seal_does_not_hold_the_two_apart(self) -> None:
        self.assertEqual(self.judged(holds=False), ("pass", ["separate"], "shared"))

    def test_a_plain_failure_takes_no_other_run(self) -> None:
        self.assertEqual(self.judged(status="fail"), ("fail", ["separate"], "separate"))

    def test_a_doubt_says_nothing_of_a_pass_or_a_failure(self) -> None:
        for status in ("pass", "fail"):
            self.assertEqual(
                self.judged(status=status, doubts=["why"]),
                ("fail", ["separate", "judge"], "shared"),
            )

    def test_a_timeout_takes_no_other_run_unless_there_was_a_doubt(self) -> None:
        self.assertEqual(self.judged(status="timeout"), ("timeout", ["separate"], "separate"))
        told = self.judged(status="timeout", doubts=["why"])
        self.assertEqual(told, ("fail", ["separate", "judge"], "shared"))

    def test_tests_that_end_their_own_process_say_nothing(self) -> None:
        self.assertEqual(self.judged(status="error"), ("fail", ["separate", "judge"], "shared"))


class Always(int):
    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    __hash__ = int.__hash__


class EqualToInts:
    def __eq__(self, other: object) -> bool:
        return isinstance(other, int)

    __hash__ = object.__hash__


Claims: Any = type("Claims", (), {"__class__": int})


class Near(float):
    def __sub__(self, other: object) -> float:
        return 0.0

    def __rsub__(self, other: object) -> float:
        return 0.0


class Holds:
    def __contains__(self, item: object) -> bool:
        return True


class Meta(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return True


class Typed(metaclass=Meta):
    pass


@dataclass
class Point:
    x: Any


class Version:
    def __init__(self, number: int) -> None:
        self.number = number

    def __eq__(self, other: object) -> bool:
        return type(other) is Version and self.number == other.number

    __hash__ = object.__hash__

    def __lt__(self, other: Version) -> bool:
        return self.number < other.number


class Text(str):
    def shout(self) -> str:
        return self.upper()


class Pair(NamedTuple):
    a: int
    b: int


class Audit(unittest.TestCase):
    def setUp(self) -> None:
        # Classes of this file stand for the candidate's.
        for name, value in (("CANDIDATE_FILE", __file__), ("CANDIDATE_MODULE", __name__)):
            patcher = unittest.mock.patch.object(audit, name, value)
            patcher.start()
            self.addCleanup(patcher.stop)

    def test_dishonest_values_are_caught_wherever_they_are(self) -> None:
        agreeing: Any = unittest.mock.MagicMock()
        agreeing.__eq__.return_value = True
        for value in (
            agreeing,
            Always(3),
            EqualToInts(),
            Claims(),
            Near(1.5),
            Holds(),
            Typed(),
            unittest.mock.ANY,
        ):
            for wrapped in (value, [value], {"a": (value,)}, Point(value)):
                with self.subTest(kind=type(value).__name__), self.assertRaises(audit.Dishonest):
                    audit.check_honest(wrapped)

    def test_honest_values_pass(self) -> None:
        for value in (
            1,
            "x",
            [1, {"a": (2.5, None)}],
            Point(3),
            Version(2),
            Text("abc"),
            Counter("aab"),
            Pair(1, 2),
            unittest.mock.MagicMock(),
            object(),
            float("nan"),
            range(3),
            lambda: 1,
        ):
            with self.subTest(value=repr(value)):
                audit.check_honest(value)

    def test_results_are_looked_at_and_iterators_left_untouched(self) -> None:
        left = iter([1, 2])
        self.assertEqual(list(audit.checked(left)), [1, 2])
        with self.assertRaises(audit.Dishonest):
            audit.checked(Always(3))

    def test_the_tests_have_results_looked_at_where_they_call_the_entry_point(self) -> None:
        tree = ast.parse("self.assertEqual(f(x), g(f))\n")
        seen = ast.unparse(audit.ResultsChecked("f").visit(tree))
        self.assertEqual(seen, f"self.assertEqual({audit.ResultsChecked.NAME}(f(x)), g(f))")


if __name__ == "__main__":
    unittest.main()
