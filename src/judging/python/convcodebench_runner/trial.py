"""All runs that one verdict takes.

separate  tests and program in two processes. What plainly passes, fails or times out there is
          judged; a pass is trusted where the seal holds the two apart. A run that needed what
          cannot cross says nothing.
judge     then both in one process and, for a pass, the run that shows it was not forged:
audit     the same world as the first run, with an honest look at what the entry point returns
          (audit.py); twice if need be, since an honest program may be unlucky once.
"""

from collections.abc import Generator
from dataclasses import dataclass

from .channel import Message
from .settings import Layers
from .task import Mode, Run, Task

FORGED_AUDIT = (
    "Under audit the code under test does not pass: it passed by other means than its results"
)
AUDIT_TRIES = 2


def longest_ms(limit_ms: float) -> float:
    """How long all runs together may take."""
    return (2 + AUDIT_TRIES) * limit_ms


@dataclass(frozen=True)
class Apart:
    """Tests and program get a process each. `holds`: whether the seal keeps the second from the
    first.
    """

    holds: bool


class Trial:
    """`apart`: None where tests and program share a process."""

    def __init__(self, task: Task, layers: Layers, apart: Apart | None) -> None:
        self._task, self._layers = task, layers
        self._apart = apart
        self._steps = self._runs()
        self._next = next(self._steps)

    def next_run(self) -> Run:
        return self._next

    def verdict(self, result: Message) -> Message | None:
        """What to tell, or None: there is another run to make first."""
        if "lost" in result:
            return result
        try:
            self._next = self._steps.send(result)
        except StopIteration as end:
            told: Message = end.value
            return told
        return None

    def _runs(self) -> Generator[Run, Message, Message]:
        doubts: list[str] = []
        if self._apart is not None:
            apart = yield self._run("separate")
            doubts, used = apart.pop("doubts", []), apart.pop("used", [])
            if "compilation_error" in apart:
                return apart
            if apart["status"] != "error" and not doubts:
                trust = "separate" if self._apart.holds else "shared"
                return {**apart, "trust": trust, "used": used}
            doubts = doubts or ["the tests' own process ended early"]
        judged = yield from self._judged_together()
        return {**judged, "trust": "shared", "doubts": doubts}

    def _judged_together(self) -> Generator[Run, Message, Message]:
        first = yield self._run("judge")
        if first["status"] != "pass":
            return first
        if self._layers.audit:
            audited = first
            for _ in range(AUDIT_TRIES):
                audited = yield self._run("audit")
                if audited["status"] == "pass":
                    return first
            if audited["status"] == "timeout":  # which says nothing of its results
                return audited
            return _forged(first, FORGED_AUDIT)
        return first

    def _run(self, mode: Mode) -> Run:
        task = self._task
        return Run(
            prelude=task.prelude,
            program=task.program,
            test=task.test,
            entry_point=task.entry_point,
            limit_ms=task.limit_ms,
            mode=mode,
            profile=task.profile,
            header=task.header,
        )


def _forged(result: Message, text: str) -> Message:
    report = {**result["report"], "failures": [["ALL", text]]}
    return {**result, "status": "fail", "report": report}
