"""What a process is to be next. A forked process returns from whatever it was doing with its next
role, so that nothing of the server's (other jobs' texts above all) is left on the stack beneath
foreign code.
"""

from __future__ import annotations

import os
from typing import NoReturn, Protocol


class Role(Protocol):
    """Called with nothing; returns the role after it, or ends the process."""

    def __call__(self) -> Role: ...


def play(first: Role) -> NoReturn:
    """Of a role that is under way nothing is kept here."""
    roles = [first]
    del first
    while True:
        roles.append(roles.pop()())


def finish() -> NoReturn:
    os._exit(0)


def give_up() -> NoReturn:
    os._exit(1)
