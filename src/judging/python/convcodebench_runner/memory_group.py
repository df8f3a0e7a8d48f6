"""Memory of a whole job, bounded by a control group where the harness has one that may be written.

To move a process into a group takes the kernel some ten milliseconds, so only jobs that live longer
than most are moved.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable

DESCRIPTOR = 3  # where the harness leaves the folder of its group open
WORTH_FROM_S = 0.25
AGAIN_AFTER_S = 1.0
LONGEST_S = 0.2  # of moving, which is the harness's time and not the job's
_LIMITS = (  # of version 2, then of version 1; the second of each counts swap
    ("memory.max", "memory.swap.max", "0"),
    ("memory.limit_in_bytes", "memory.memsw.limit_in_bytes", None),
)


def hold(name: str, most: int, pids: Callable[[], list[int]]) -> None:
    """Moves the processes that `pids` names into the group `name`, of `most` bytes. What cannot be
    done is left: other limits hold. What they took before is not counted, and a job whose processes
    come and go faster than they are moved escapes.
    """
    with contextlib.suppress(OSError):
        with contextlib.suppress(FileExistsError):
            os.mkdir(name, 0o755, dir_fd=DESCRIPTOR)
        group = os.open(name, os.O_RDONLY | os.O_DIRECTORY, dir_fd=DESCRIPTOR)
        try:
            _bound(group, most)
            _move(group, pids)
        finally:
            os.close(group)


def _bound(group: int, most: int) -> None:
    for memory, swap, none in _LIMITS:
        if os.access(memory, os.F_OK, dir_fd=group):
            _write(group, memory, str(most))
            with contextlib.suppress(OSError):  # a kernel without swap accounts
                _write(group, swap, str(most) if none is None else none)


def _move(group: int, pids: Callable[[], list[int]]) -> None:
    until = time.monotonic() + LONGEST_S
    moved = set(_members(group))
    while new := [pid for pid in pids() if pid not in moved]:
        for pid in new:
            if time.monotonic() > until:
                return
            moved.add(pid)
            with contextlib.suppress(ProcessLookupError):  # it has ended meanwhile
                _write(group, "cgroup.procs", str(pid))


def _members(group: int) -> list[int]:
    fd = os.open("cgroup.procs", os.O_RDONLY, dir_fd=group)
    with open(fd, "rb") as listed:
        return [int(pid) for pid in listed.read().split()]


def _write(group: int, name: str, text: str) -> None:
    fd = os.open(name, os.O_WRONLY, dir_fd=group)
    try:
        os.write(fd, text.encode("ascii"))
    finally:
        os.close(fd)
