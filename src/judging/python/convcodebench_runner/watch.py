"""Watches the process of one run: hears it, ends it in time, and says what came of it."""

from __future__ import annotations

import ast
import functools
import os
import select
import signal
import time

from . import leftovers, memory_group
from .channel import LineReader, Message
from .dialogue import Dialogue
from .expected_tests import TestModule
from .separate.header import libraries_in, libraries_of
from .separate.program_process import Program
from .task import Run
from .traceback_text import Normaliser
from .world import Place

LONGEST_POLL_S = 3600.0  # what poll takes is milliseconds in 32 bits
LAST_WORDS_S = 0.5  # a job that closed its channel has this long to end by itself


class Watch:
    """`channels`: from the job, to the job, and what becomes readable when a child changes state.
    `program`: the process of the program, where that is another.
    """

    def __init__(
        self,
        run: Run,
        module: TestModule,
        pid: int,
        channels: tuple[int, int, int],
        place: Place,
        program: Program | None = None,
    ) -> None:
        self._run, self._pid, self._place = run, pid, place
        self._program_pid = None if program is None else program.keeper
        self._up, down, self._woken = channels
        self._began = time.monotonic()
        self._deadline = self._began + run.limit_ms / 1000
        self._status: int | None = None  # of waitpid, once the job is dead
        self._cpu_s = 0.0  # of those of its processes that have ended, as far as we heard of it
        self._lines = LineReader(self._up, place.limits.output)
        self._dialogue = Dialogue(run, module, down, self._deadline)
        if program is not None:
            imports = [ast.unparse(node) for node in module.imports]
            libraries = libraries_of(run.prelude) + libraries_in(module.imports)
            program.tell_libraries(libraries, self._deadline)
            tell_task = functools.partial(program.tell_task, run, imports, self._deadline)
            self._dialogue.when_compiled = tell_task

    def result(self, normalise: Normaliser) -> Message:
        timed_out = not self._listen()
        alive_s, ended_s = leftovers.cpu_s(os.getpid()) if timed_out else 0, self._cpu_s
        self._stop()
        # What was alive counts as it was then: with the end of a world that of its orphans is lost.
        used_s = ended_s + alive_s if alive_s else self._cpu_s
        dialogue = self._dialogue
        if dialogue.broken is not None:
            return {"lost": f"an error of convcodebench: {dialogue.broken}"}
        if dialogue.syntax is not None:
            return {"status": "fail", "compilation_error": normalise(dialogue.syntax)}
        duration_ms = round((time.monotonic() - self._began) * 1000)
        result: Message = {"duration_ms": duration_ms, "cpu_ms": round(used_s * 1000)}
        if timed_out:
            result["status"] = "timeout"
            ending = f"Timed out: the tests did not finish within {self._run.limit_ms / 1000:g} s"
            report = dialogue.account.result(ending)
        elif not dialogue.ended_well:
            result["status"] = "error"
            result["ended"], words = self._ending()
            ending = f"The process ended before the tests did ({words})"
            report = dialogue.account.result(ending)
        else:
            report = dialogue.account.result(None)
            result["status"] = "fail" if report["failures"] else "pass"
        report["failures"] = [list(map(normalise, entry)) for entry in report["failures"]]
        result["report"] = report
        if self._run.mode == "separate":
            result["doubts"] = [normalise(doubt) for doubt in dialogue.doubts]
            result["used"] = dialogue.used
        return result

    def _listen(self) -> bool:
        """Until the job has ended, in whatever way (true), or its time is over (false)."""
        poll = select.poll()
        poll.register(self._up, select.POLLIN)
        poll.register(self._woken, select.POLLIN)
        looks_at = self._began + memory_group.WORTH_FROM_S
        while not self._dialogue.is_over:
            now = time.monotonic()
            if now >= looks_at:
                self._place.hold_memory()
                now = time.monotonic()
                looks_at = now + memory_group.AGAIN_AFTER_S
            left = self._deadline - now
            if left <= 0:
                return False
            for fd, _ in poll.poll(min(left, looks_at - now, LONGEST_POLL_S) * 1000 + 1):
                if fd == self._up:
                    self._hear()
                    if self._lines.ended or self._lines.overflowed:
                        self._wait_for_end()
                        return True
                else:
                    _drain(self._woken)
                    self._reap()
            if self._status is not None:
                self._hear_the_rest()
                return True
        return True

    def _stop(self) -> None:
        """Ends the job's processes, whatever became of them, and takes their CPU time."""
        while self._status is None:
            os.kill(self._pid, signal.SIGKILL)
            self._reap(block=True)
        while self._program_pid is not None:
            os.kill(self._program_pid, signal.SIGKILL)
            self._reap(block=True)

    def _hear(self) -> None:
        for line in self._lines.read():
            self._dialogue.hear(line)

    def _hear_the_rest(self) -> None:
        os.set_blocking(self._up, False)
        try:
            while not self._lines.ended and not self._lines.overflowed:
                self._hear()
        except BlockingIOError:
            pass  # a process that the job left behind still holds the other end

    def _wait_for_end(self) -> None:
        if self._lines.overflowed:
            self._dialogue.note_tampering()
        until = time.monotonic() + LAST_WORDS_S
        while self._status is None and time.monotonic() < until:
            select.select([self._woken], [], [], 0.05)
            self._reap()
        self._stop()

    def _reap(self, block: bool = False) -> None:
        """Takes note of every dead child; as process 1 we are handed all orphans."""
        try:
            while True:
                pid, status, usage = os.wait4(-1, 0 if block else os.WNOHANG)
                if pid == 0:
                    return
                self._cpu_s += usage.ru_utime + usage.ru_stime
                if pid == self._program_pid:
                    self._program_pid = None
                    if block:
                        return
                if pid == self._pid:
                    self._status = status
                    return
        except ChildProcessError:
            return

    def _ending(self) -> tuple[dict[str, str | int], str]:
        code = os.waitstatus_to_exitcode(self._status) if self._status is not None else 0
        if code < 0:
            return {"kind": "signal", "signal": -code}, f"signal {-code}"
        return {"kind": "exit", "code": code}, f"exit code {code}"


def _drain(fd: int) -> None:
    try:
        while os.read(fd, 4096):
            pass
    except BlockingIOError:
        pass
