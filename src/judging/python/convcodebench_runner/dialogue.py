"""What a job and its monitor tell each other. Nothing that the job says is believed unchecked."""

from __future__ import annotations

import inspect
import json
import os
import secrets
from collections.abc import Callable
from types import MethodType
from typing import Any, cast

from . import verdict
from .channel import Message, send_within
from .expected_tests import TestModule, error_in_tests, line_after
from .separate.closed import runs_text
from .separate.header import libraries_in, libraries_of, mirrored_of
from .task import Run
from .traceback_text import of_exception

LONGEST_NAME = 1000


class Foul(Exception):
    """A line that our part of the job would not have written, or not now."""


class Dialogue:
    """The monitor's side. `syntax`: why the code does not compile; `broken`: what of our own went
    wrong before any foreign code ran; `ended_well`: whether the job came to its end as it should;
    `when_compiled`: what is to be done once foreign code may run.
    """

    def __init__(self, run: Run, module: TestModule, down: int, deadline: float) -> None:
        self._run, self._module, self._down, self._deadline = run, module, down, deadline
        self.account = verdict.Account(module)
        self.syntax: str | None = None
        self.broken: str | None = None
        self.ended_well = False
        self.doubts: list[str] = []  # why a separate run proves nothing
        self.used: list[str] = []  # what of the protocol it needed
        self.when_compiled: Callable[[], None] | None = None
        self._compiled = False
        self._imported = False
        self._nonce: str | None = None
        self._has_tests = False  # whether the job got them, which it does once
        self._first_test_line = line_after(run.program)
        self._handlers: dict[str, MethodType] = {
            "broken": self._on_broken,
            "syntax": self._on_syntax,
            "compiled": self._on_compiled,
            "imported": self._on_imported,
            "want-tests": self._on_want_tests,
            "failing": self._on_failing,
            "tampered": self._on_tampered,
            "all": self.account.all,
            "start": self._on_start,
            "subtest": self._on_subtest,
            "test": self._on_test,
            "doubt": self._on_doubt,
            "used": self._on_used,
            "done": self._on_done,
            "end": self._on_end,
        }
        # Only our own part of the job's process is told the key, with which its lines begin.
        self._key = secrets.token_hex(16)
        task: Message = {
            "key": self._key,
            "prelude": run.prelude,
            "program": run.program,
            "first_test_line": self._first_test_line,
            "mode": run.mode,
            "entry_point": run.entry_point,
        }
        if run.mode == "separate":  # there the process is the tests' own
            task |= {"test": run.test, "profile": run.profile, "header": run.header}
            libraries = [*libraries_of(run.prelude), *libraries_of(run.header)]
            libraries += [*mirrored_of(run.test), *libraries_in(module.nodes)]
            task |= {"libraries": libraries, "runs_text": runs_text(module.nodes)}
        else:
            task |= {"bases": module.bases, "functions_used": module.functions_used}
        self._tell(task)

    @property
    def is_over(self) -> bool:
        """Whether the job has said all that matters."""
        return self.ended_well or self.syntax is not None or self.broken is not None

    def hear(self, line: bytes) -> None:
        """Takes one line of the job; one that is not of our making is noted as tampering. Any other
        error is ours, and leaves.
        """
        try:
            act, fields = self._understood(line)
            act(*fields)
        except Foul:
            self.note_tampering()

    def note_tampering(self) -> None:
        self.account.tampered = verdict.TAMPERED

    def _understood(self, line: bytes) -> tuple[MethodType, list[str]]:
        """The handler that the line is for, and what it takes."""
        try:
            told = json.loads(self._unlocked(line))
        except (ValueError, RecursionError) as error:
            raise Foul("not JSON") from error
        message = cast("list[Any]", told) if isinstance(told, list) else []
        if not message or not all(isinstance(field, str) for field in message):
            raise Foul("not a list of texts")
        name, *fields = message
        handler = self._handlers.get(name)
        if handler is None:
            raise Foul("of no kind")
        if not _takes(handler, len(fields)):
            raise Foul("too few fields, or too many")
        return handler, fields

    def _unlocked(self, line: bytes) -> bytes:
        key, message = line[: len(self._key)], line[len(self._key) :]
        if key != self._key.encode("ascii"):
            raise Foul("not from our part of the job")
        return message

    def _tell(self, message: Any) -> None:
        try:
            send_within(self._down, message, self._deadline)
        except OSError:
            pass  # the job is gone: waitpid says so too

    def _on_broken(self, reason: str) -> None:
        if self._compiled:
            raise Foul("foreign code may run already")
        self.broken = reason

    def _on_syntax(self, text: str) -> None:
        if self.syntax is None and not self._compiled:
            self.syntax = text

    def _on_compiled(self) -> None:
        self._compiled = True
        if self.when_compiled is not None:
            self.when_compiled()

    def _on_imported(self) -> None:
        self._imported = True

    def _on_want_tests(self) -> None:
        if self._has_tests or not self._imported:
            raise Foul("asked for out of turn")
        self._has_tests = True
        module = self._module
        if not module.names:
            self._note_why_no_tests()
        self._tell([module.code.hex(), module.mocks_allowed])

    def _on_failing(self) -> None:
        self.account.failed = True

    def _note_why_no_tests(self) -> None:
        error = error_in_tests(self._run.test, self._first_test_line)
        if error is not None:
            self.account.all("fail", of_exception(error))

    def _on_doubt(self, why: str) -> None:
        self.doubts.append(why)

    def _on_used(self, what: str) -> None:
        self.used.append(what)

    def _on_tampered(self, what: str) -> None:
        self.account.tampered = f"{verdict.TAMPERED}: {what}"

    def _on_start(self, name: str) -> None:
        self.account.start(name[:LONGEST_NAME])

    def _on_subtest(self, description: str, text: str) -> None:
        test = self.account.running
        if test is None:
            raise Foul("no test runs")
        self.account.subtest(test, f"{test} {description}"[:LONGEST_NAME], text)

    def _on_test(self, name: str, outcome: str, text: str, *tokens: str) -> None:
        self.account.test(name[:LONGEST_NAME], outcome, text, tokens)

    def _on_done(self) -> None:
        self._nonce = secrets.token_hex(16)
        try:
            os.write(self._down, self._nonce.encode("ascii") + b"\n")
        except OSError:
            pass  # as in _tell

    def _on_end(self, nonce: str) -> None:
        if self._nonce is None or nonce != self._nonce:
            raise Foul("not our nonce")
        self.ended_well = True


def _takes(handler: MethodType, count: int) -> bool:
    code = handler.__func__.__code__
    named = code.co_argcount - 1
    return count == named or (count > named and bool(code.co_flags & inspect.CO_VARARGS))
