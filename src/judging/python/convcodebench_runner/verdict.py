"""What the job told, checked against what the source promises. Pure: events in, result out."""

from __future__ import annotations

from collections.abc import Sequence

from .channel import Message
from .expected_tests import TestModule

NEVER_RAN = "The test did not run"
SKIPPED_BY_SOLUTION = "Skipped by the code under test, not by the test"
TAMPERED = "The code under test changed the test machinery"
NO_TEST_RAN = "No test ran"
ONE_MEBIBYTE = 1 << 20


class Account:
    """Collects the job's messages. `module`: a TestModule."""

    def __init__(self, module: TestModule) -> None:
        self.module = module
        # By name, in the order of running: whether it passed, and its text.
        self.outcomes: dict[str, tuple[bool, str]] = {}
        # Of tests with a subtest that failed: the texts of those by their names, `test_a (i=1)`.
        self.subtests: dict[str, dict[str, str]] = {}
        self.whole: list[str] = []  # texts that belong to no single test
        self.running: str | None = None
        self.tampered: str | None = None
        # Set when the job asked to see the tests: it has reported a failure, or is about to.
        self.failed = False
        self._room = ONE_MEBIBYTE
        self._really_ran = 0

    def start(self, name: str) -> None:
        self.running = name

    def subtest(self, test: str, name: str, text: str) -> None:
        """A subtest of the running test failed: so has its test, whatever comes."""
        told = self.subtests.setdefault(test, {})
        kept = self._kept(name)
        if kept == name:  # else there is no more room
            before = [told[name]] if name in told else []
            told[name] = "\n".join([*before, self._kept(text)])

    def test(self, name: str, outcome: str, text: str, tokens: Sequence[str]) -> None:
        """A test ended. It passes once and for all or not at all: a second report of the same name
        is a failure.
        """
        self.running = None
        known = name in self.outcomes or name in self.subtests
        passed = self._passed(name, outcome, tokens) and not known
        if not passed and not text and not self.subtests.get(name):
            text = SKIPPED_BY_SOLUTION if outcome.startswith("skip") else NEVER_RAN
        self.outcomes[name] = (passed, self._kept(text))

    def all(self, outcome: str, text: str) -> None:
        if not (outcome == "skip-test" and self.module.may_skip) and outcome != "skip-decorator":
            self.whole.append(self._kept(text))

    def _passed(self, name: str, outcome: str, tokens: Sequence[str]) -> bool:
        token = self.module.tokens.get(name)
        self._really_ran += not outcome.startswith("skip")
        if outcome == "ok":
            return token is None or list(tokens) == [token]
        if outcome == "expected-failure":
            return name in self.module.expected_failures
        if outcome == "skip-decorator":
            return token is None or name in self.module.skips
        return outcome == "skip-test" and self.module.may_skip

    def _kept(self, text: str) -> str:
        """At most 1 MiB of text is kept of one job."""
        kept = text[: self._room]
        self._room -= len(kept)
        return kept

    def result(self, ending: str | None) -> Message:
        """`ending`: None when the job ended as it should, else the words that say how it ended."""
        failures: list[list[str]] = []
        if ending is not None and self.running is not None:
            self.outcomes[self.running] = (False, ending)
        whole = (
            self.whole
            + ([self.tampered] if self.tampered else [])
            + ([ending] if ending is not None else [])
        )
        complete = not whole
        if complete and not self._really_ran:
            whole.append(NO_TEST_RAN)
        elif complete and self.failed and all(passed for passed, _ in self.outcomes.values()):
            whole.append(TAMPERED)
        names = self.module.names + [
            name for name in self.outcomes if name not in self.module.tokens
        ]
        for name in names:
            passed, text = self.outcomes.get(name, (not complete, NEVER_RAN))
            if not passed or name in self.subtests:
                failures += self._entries(name, text)
        if whole:
            failures.append(["ALL", "\n".join(whole)])
        return {"tests": self.module.names, "failures": failures}

    def _entries(self, name: str, text: str) -> list[list[str]]:
        """Of a test that failed: its subtests that did, then what is to be said of itself."""
        entries = [[subtest, told] for subtest, told in self.subtests.get(name, {}).items()]
        return [*entries, [name, text]] if text or not entries else entries
