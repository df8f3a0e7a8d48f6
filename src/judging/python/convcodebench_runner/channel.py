"""JSON lines over a file descriptor, without buffering what belongs to somebody else."""

import json
import os
import select
import time
from typing import Any

Message = dict[str, Any]

_read = os.read  # bound before foreign code runs in this process


def send(fd: int, message: Message) -> None:
    """Writes one message; raises OSError when nobody reads any more."""
    data = memoryview(json.dumps(message).encode("ascii") + b"\n")
    while data:
        data = data[os.write(fd, data) :]


def send_within(fd: int, message: Any, deadline: float) -> None:
    """As `send`, to somebody who may never read: gives up at `deadline` (time.monotonic)."""
    data = memoryview((json.dumps(message) + "\n").encode("ascii"))
    os.set_blocking(fd, False)
    while data:
        try:
            data = data[os.write(fd, data) :]
        except BlockingIOError:
            left = deadline - time.monotonic()
            if left <= 0:
                return
            select.select([], [fd], [], left)


class LineReader:
    """Cuts what arrives on `fd` into lines; `most` bytes are taken in all, then `overflowed` is
    set.
    """

    def __init__(self, fd: int, most: int | None = None) -> None:
        self.fd = fd
        self.ended = False
        self.overflowed = False
        self._room = most
        self._rest: list[bytes] = []
        self._next: list[bytes] = []

    def read(self) -> list[bytes]:
        """One read: the complete lines it brought, as bytes without their newline."""
        data = _read(self.fd, 1 << 16)
        if not data:
            self.ended = True
            return []
        if self._room is not None:
            self._room -= len(data)
            if self._room < 0:
                self.overflowed = True
                return []
        head, *tail = data.split(b"\n")
        self._rest.append(head)
        lines: list[bytes] = []
        for piece in tail:
            lines.append(b"".join(self._rest))
            self._rest = [piece]
        return lines

    def next_line(self) -> bytes | None:
        """Blocks until a line is there; None at the end of input. Not beside `read`."""
        while not self._next and not self.ended:
            self._next += self.read()
        return self._next.pop(0) if self._next else None
