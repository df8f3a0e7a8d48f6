"""The process of the program, as its monitor has it: forked before it has read any text."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..channel import Message, send_within
from ..roles import Role
from . import program_role

if TYPE_CHECKING:
    from ..task import Run
    from ..world import Place


@dataclass(frozen=True)
class Program:
    """`keeper`: process 1 of its world, or itself where it has none; `wire`: what the tests read
    and write; `down`: what tells it its task.
    """

    keeper: int
    wire: tuple[int, int]
    down: int

    @property
    def fds(self) -> tuple[int, ...]:
        return (*self.wire, self.down)

    def tell_libraries(self, names: list[str], deadline: float) -> None:
        """What it may load already while the tests' process loads the same."""
        self._tell(names, deadline)

    def tell_task(self, run: Run, imports: list[str], deadline: float) -> None:
        """Only what the program may know. `imports`: those of the tests at module level, a line
        each: programs lean on them.
        """
        task: Message = {
            "prelude": run.prelude,
            "program": run.program,
            "entry_point": run.entry_point,
            "imports": imports,
        }
        self._tell(task, deadline)

    def _tell(self, message: Any, deadline: float) -> None:
        try:
            send_within(self.down, message, deadline)
        except OSError:
            pass  # it is gone, as the tests will find

    def close(self) -> None:
        for fd in self.fds:
            os.close(fd)


def fork(place: Place, inherited: tuple[int, ...]) -> Program | Role:
    """In the program's process, its role. `inherited`: descriptors that are the monitor's."""
    down_read, down = os.pipe()
    to_program_read, to_program = os.pipe()
    to_tests_read, to_tests = os.pipe()
    ours = (down, to_program, to_tests_read)
    theirs = (down_read, to_program_read, to_tests)
    keeper = place.fork_program((*inherited, *ours), theirs)
    if keeper == 0:
        return functools.partial(program_role.enter, place, down_read, (to_program_read, to_tests))
    for fd in theirs:
        os.close(fd)
    return Program(keeper, (to_tests_read, to_program), down)
