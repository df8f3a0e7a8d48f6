"""What unittest tells about each test, kept by us and passed on test by test. Not a `TestResult`,
so that changing that class changes nothing here.
"""

from __future__ import annotations

import linecache
import sys
import unittest
from types import TracebackType
from typing import Protocol, TypeAlias

from . import traceback_text

NOT_ENDED = "The test did not run to its end"
UNEXPECTED_SUCCESS = "Unexpected success: the test is marked as an expected failure"


ErrorInfo: TypeAlias = "tuple[type[BaseException], BaseException, TracebackType | None]"


class Send(Protocol):
    """Says something to the monitor."""

    def __call__(self, *fields: object) -> None: ...


class Machinery(Protocol):
    """What tests rely on, which only a candidate in the same process could change."""

    def changed(self, mocks_allowed: bool) -> str | None: ...


class Recorder:
    """`send(kind, *fields)` reaches the monitor; `reached` fills with tokens as test methods come
    to their end; `first_test_line` tells frames of the tests from frames of the program.
    """

    __slots__ = (
        "send",
        "machinery",
        "mocks_allowed",
        "reached",
        "first_test_line",
        "testsRun",
        "current",
        "shouldStop",
        "_has_failed",
        "_texts",
        "_outcome",
        "_told_subtest",
        "_previousTestClass",
        "_moduleSetUpFailed",
        "_testRunEntered",
        "__weakref__",
    )

    failfast = False
    buffer = False
    tb_locals = False

    def __init__(
        self,
        send: Send,
        first_test_line: int,
        machinery: Machinery,
    ) -> None:
        self.send = send
        self.machinery = machinery
        self.mocks_allowed = False
        self.reached: list[str] = []
        self.first_test_line = first_test_line
        self.testsRun = 0
        self.shouldStop = False
        self.current: str | None = None
        self._has_failed = False
        self._texts: list[str] = []
        self._outcome: list[str] = []
        self._told_subtest = False

    def wasSuccessful(self) -> bool:
        return False

    def startTest(self, test: unittest.TestCase) -> None:
        self.testsRun += 1
        self.current = str(test._testMethodName)
        self._texts, self._outcome, self._told_subtest = [], [], False
        del self.reached[:]
        self.send("start", self.current)

    def stopTest(self, test: unittest.TestCase) -> None:
        if self.current is None:
            return
        name, self.current = self.current, None
        outcome = self._outcome[0] if len(self._outcome) == 1 else "fail"
        if outcome == "fail" and not self._texts and not self._told_subtest:
            passing_through = sys.exc_info()[
                1
            ]  # KeyboardInterrupt: unittest does not report it but lets it go on
            self._texts.append(
                NOT_ENDED if passing_through is None else self.text_of(passing_through)
            )
        self.check_machinery()
        self.send("test", name, outcome, "\n".join(self._texts), *self.reached)

    def check_machinery(self) -> None:
        changed = self.machinery.changed(self.mocks_allowed)
        if changed is not None:
            self.send("tampered", changed)

    def addSuccess(self, test: unittest.TestCase) -> None:
        self._outcome.append("ok")

    def addError(self, test: object, err: ErrorInfo) -> None:
        self._fail(err)

    def addFailure(self, test: object, err: ErrorInfo) -> None:
        self._fail(err)

    def addSubTest(
        self, test: unittest.TestCase, subtest: unittest.TestCase, err: ErrorInfo | None
    ) -> None:
        """A subtest that fails is told by itself, and its test has failed."""
        if err is not None:
            self._outcome.append("fail")
            self._told_subtest = True
            self.send("subtest", _description(test, subtest), self.text_of(err[1]))

    def addExpectedFailure(self, test: object, err: ErrorInfo) -> None:
        self._outcome.append("expected-failure")

    def addUnexpectedSuccess(self, test: object) -> None:
        self._outcome.append("fail")
        self._texts.append(UNEXPECTED_SUCCESS)

    def addSkip(self, test: object, reason: object) -> None:
        """A skip is told apart by who raised it: nobody (a decorator), the test file, or the
        solution.
        """
        origin = self._skip_origin(sys.exc_info()[2])
        if self.current is None:
            self.send("all", "skip-" + origin, f"Skipped: {str(reason)[:1000]}")
        else:
            self._outcome.append("skip-" + origin)
            self._texts.append(f"Skipped: {str(reason)[:1000]}")

    def addDuration(self, test: object, elapsed: float) -> None:
        pass

    def _fail(self, err: ErrorInfo) -> None:
        text = self.text_of(err[1])
        if self.current is None:
            self.send("all", "fail", text)
        else:
            self._outcome.append("fail")
            self._texts.append(text)

    def text_of(self, error: BaseException) -> str:
        if not self._has_failed:
            self._has_failed = True
            self.send("failing")  # before anybody could take the failure back
        return traceback_text.of_exception(error)

    def _skip_origin(self, trace: TracebackType | None) -> str:
        origin = "decorator"
        while trace is not None:
            code = trace.tb_frame.f_code
            if code.co_filename == "__test__.py":
                if trace.tb_lineno < self.first_test_line:
                    return "solution"
                origin = "test"
            trace = trace.tb_next
        return origin


def _description(test: unittest.TestCase, subtest: unittest.TestCase) -> str:
    """What unittest calls a subtest behind the name of its test, `(i=1)`, on one line."""
    try:
        words = subtest.id()[len(test.id()) :].split()
    except BaseException:  # a value of the subtest fights being shown
        return "(<subtest>)"
    return " ".join(words)


def remember_source(text: str) -> None:
    """Lets `inspect.getsource` find the program in `__test__.py`, which is no file."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    linecache.cache["__test__.py"] = (
        len(text),
        None,
        [line + "\n" for line in lines],
        "__test__.py",
    )
