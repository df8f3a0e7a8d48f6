"""Watches one job: gives it its task, believes only what it can check, ends it in time, and tells
the server the verdict. Runs in its own process, forked from the server; at levels with a pid
namespace it is process 1 of the job's world.
"""

from __future__ import annotations

import functools
import os
import signal
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn

from . import audit, faults, job, linux
from .channel import Message, send
from .expected_tests import TestModule, read_tests
from .intake import take_texts
from .roles import Role
from .separate import program_process, tests_role
from .separate.mirror import TypesAsked
from .separate.program_process import Program
from .task import Order, Run, Task, read_task
from .traceback_text import Normaliser
from .trial import Apart, Trial
from .watch import Watch
from .world import Place, World


@dataclass(frozen=True)
class Origin:
    """`parent`: the server. `inherited`: descriptors that are its own."""

    parent: int
    inherited: tuple[int, ...]


@dataclass(frozen=True)
class Watched:
    world: World
    order: Order
    normalise: Normaliser


def main(watched: Watched, report: int, origin: Origin) -> Role:
    """The role of a process. Returns the role of a process of the job in such a process; the
    monitor itself never returns.
    """
    order = watched.order
    try:
        _leave_server(origin, watched.world.settings.level)
        place = watched.world.enter(order.place)
        woken = _wake_on_child()
        program = None
        # Now, while no text has been read.
        if order.separates and watched.world.settings.level <= 3:
            program = program_process.fork(place, (report, order.texts, *woken))
            if not isinstance(program, program_process.Program):
                return program
        task = read_task(order, take_texts(order.texts))
    except Exception as error:
        send(report, faults.lost(error))
        os._exit(0)
    return Monitor(watched, task, program, report, place, woken).run()


def _leave_server(origin: Origin, level: int) -> None:
    for fd in origin.inherited:
        os.close(fd)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    os.close(null)
    if linux.AVAILABLE and level > 2:
        linux.die_with_parent(signal.SIGTERM, origin.parent)
    elif linux.AVAILABLE:  # as process 1 of its world it cannot see whether its parent lives
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)


def _wake_on_child() -> tuple[int, int]:
    """A pipe that becomes readable whenever a child changes state."""
    read, write = os.pipe()
    os.set_blocking(read, False)
    os.set_blocking(write, False)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, _note_nothing)
    return read, write


def _note_nothing(_signal: int, _frame: FrameType | None) -> None:
    """The byte in the pipe says it all."""


class Monitor:
    """`program`: the process for the program of a separate run."""

    def __init__(
        self,
        watched: Watched,
        task: Task,
        program: Program | None,
        report: int,
        place: Place,
        woken: tuple[int, int],
    ) -> None:
        self._watched, self._task, self._program = watched, task, program
        self._report, self._place, self._woken = report, place, woken
        apart = None if program is None else Apart(holds=place.alone)
        self._trial = Trial(task, watched.world.settings.layers, apart)
        self._job = 0  # its process

    def run(self) -> Role:
        told = None
        while told is None:
            up, up_write = os.pipe()
            down_read, down = os.pipe()
            self._job = os.fork()
            if self._job == 0:
                inherited = (up, down, self._report, *self._woken)
                return self._role_of_job(inherited, up_write, down_read)
            os.close(up_write)
            os.close(down_read)
            # A job of the same user could send it too; process 1 is spared what it does not handle.
            if not self._place.alone:
                signal.signal(signal.SIGTERM, self._leave_at_signal)
            told = self._watch(up, down)
        return self._leave()

    def _role_of_job(self, inherited: tuple[int, ...], up: int, down: int) -> Role:
        program = self._program
        if program is None:
            return functools.partial(job.enter, self._place, inherited, up, down)
        inherited = (*inherited, program.down)
        return functools.partial(tests_role.enter, self._place, inherited, up, down, program.wire)

    def _watch(self, up: int, down: int) -> Message | None:
        """Watches one run. What to tell has been told; None: another run is to be made."""
        try:
            run, program, self._program = self._trial.next_run(), self._program, None
            watch = Watch(
                run,
                self._module_for(run),
                self._job,
                (up, down, self._woken[0]),
                self._place,
                program,
            )
            result = watch.result(self._watched.normalise.with_scratch(self._place.shown_as_tmp))
            told = self._trial.verdict(result)
            os.close(up)
            os.close(down)
            if program is not None:
                program.close()
            if told is None:
                self._place.renew(self._job)
            else:
                self._place.end(self._job)
        except BaseException as error:
            self._give_up(error)
        if told is not None:
            send(self._report, told)
        return told

    def _module_for(self, run: Run) -> TestModule:
        if run.mode == "separate":
            return read_tests(run.test, TypesAsked())
        if run.mode == "audit":
            return read_tests(run.test, audit.ResultsChecked(run.entry_point))
        return read_tests(run.test)

    def _give_up(self, error: BaseException) -> NoReturn:
        try:
            send(self._report, faults.lost(error))
        finally:
            self._leave()

    def _leave_at_signal(self, _signal: int, _frame: FrameType | None) -> None:
        self._leave()

    def _leave(self) -> NoReturn:
        try:
            self._place.end(self._job)
        finally:
            os._exit(0)
