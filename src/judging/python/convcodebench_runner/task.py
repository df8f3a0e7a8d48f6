"""What a server is asked to judge, and one run of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .channel import Message

# `control`: with a stub for the entry point. `audit`: with a close look at what it returns.
Mode = Literal["judge", "control", "audit"]


@dataclass(frozen=True)
class Task:
    """`place`: which of the server's places the job has."""

    id: int
    code: str
    test: str
    entry_point: str
    limit_ms: float
    place: int


@dataclass(frozen=True)
class Run:
    code: str
    test: str
    entry_point: str
    limit_ms: float
    mode: Mode


def read_task(message: Message) -> Task:
    """Raises KeyError for a field that is not there."""
    return Task(
        id=message["id"],
        code=message["code"],
        test=message["test"],
        entry_point=message["entry_point"],
        limit_ms=message["limit_ms"],
        place=message["place"],
    )
