"""What a server is asked to judge, and one run of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .channel import Message

# `control`: with a stub for the entry point. `audit`: with a close look at what it returns.
Mode = Literal["judge", "control", "audit"]


@dataclass(frozen=True)
class Task:
    """`prelude`: what runs before the program, in the same namespace; `place`: which of the
    server's places the job has.
    """

    id: int
    prelude: str
    program: str
    test: str
    entry_point: str
    limit_ms: float
    place: int


@dataclass(frozen=True)
class Run:
    prelude: str
    program: str
    test: str
    entry_point: str
    limit_ms: float
    mode: Mode


def read_task(message: Message) -> Task:
    """Raises KeyError for a field that is not there."""
    return Task(
        id=message["id"],
        prelude=message["prelude"],
        program=message["program"],
        test=message["test"],
        entry_point=message["entry_point"],
        limit_ms=message["limit_ms"],
        place=message["place"],
    )
