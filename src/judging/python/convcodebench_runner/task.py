"""What a server is asked to judge, and one run of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .channel import Message

# `separate`: tests and program apart. The others are of both in one process: `audit` with a close
# look at what the entry point returns.
Mode = Literal["separate", "judge", "audit"]


@dataclass(frozen=True)
class Task:
    """`prelude`: what runs before the program, in the same namespace. `profile`: what a separate
    run may use for its pass to count, None for anything; `header`: in such a run, what tests may
    find on their own side of what the program has imported.
    """

    prelude: str
    program: str
    test: str
    entry_point: str
    limit_ms: float
    profile: list[str] | None
    header: str


@dataclass(frozen=True)
class Run:
    prelude: str
    program: str
    test: str
    entry_point: str
    limit_ms: float
    mode: Mode
    profile: list[str] | None = None
    header: str = ""


@dataclass(frozen=True)
class Order:
    """What a server knows of a task. `separates`: whether a separate run is to be tried; `texts`:
    a descriptor of what only the monitor reads.
    """

    id: int
    place: int
    limit_ms: float
    separates: bool
    texts: int


def read_order(header: Message, texts: int) -> Order:
    """Raises KeyError for a field that is not there."""
    return Order(
        id=header["id"],
        place=header["place"],
        limit_ms=header["limit_ms"],
        separates=header["separates"],
        texts=texts,
    )


def read_task(order: Order, texts: Message) -> Task:
    """Raises KeyError for a field that is not there."""
    return Task(
        prelude=texts["prelude"],
        program=texts["program"],
        test=texts["test"],
        entry_point=texts["entry_point"],
        limit_ms=order.limit_ms,
        profile=texts["profile"],
        header=texts["header"],
    )
