"""What a server is sent, and what it tells: headers of fixed length, each followed by a text that
it never sees (and, first, a line of settings).

The texts of a job (program, tests) are moved by the kernel into a file in memory, which only the
job's monitor reads; what the monitor reports goes out the same way. So no process that is forked
from a server finds another job's text, or its own tests', in the memory it was born with.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from dataclasses import dataclass
from typing import Any

from .channel import Message

HEADER_BYTES = 160
_AT_ONCE = 1 << 16  # what a pipe holds


@dataclass(frozen=True)
class Sent:
    """`header`: of a job or a report, or a wish for a tier. `texts`: the descriptor of its text."""

    header: Message
    texts: int | None


class Intake:
    """Takes what arrives on `fd`, as it arrives. `ended`: nothing more will."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self.ended = False
        self._header = b""
        self._message: Message = {}
        self._texts: int | None = None
        self._left = 0

    @property
    def fds(self) -> tuple[int, ...]:
        return (self.fd,) if self._texts is None else (self.fd, self._texts)

    def settings_line(self) -> bytes | None:
        """The first line; None at the end of input."""
        line = b""
        while not line.endswith(b"\n"):
            data = os.read(self.fd, 1)  # what follows is not to be seen here
            if not data:
                self.ended = True
                return None
            line += data
        return line

    def read(self) -> Sent | None:
        """One read; what it completed."""
        if self._texts is not None:
            return self._move()
        data = os.read(self.fd, HEADER_BYTES - len(self._header))
        if not data:
            self.ended = True
            return None
        self._header += data
        if len(self._header) < HEADER_BYTES:
            return None
        self._message, self._header = json.loads(self._header), b""
        self._left = self._message["bytes"]
        if not self._left:
            return Sent(self._message, None)
        self._texts = new_file()
        return None

    def _move(self) -> Sent | None:
        texts = self._texts
        assert texts is not None
        moved = move(self.fd, texts, min(self._left, _AT_ONCE))
        if not moved:
            self.ended = True
            return None
        self._left -= moved
        if self._left:
            return None
        self._texts = None
        return Sent(self._message, texts)


def header_of(message: Message) -> bytes:
    line = json.dumps(message).encode("ascii")
    return line.ljust(HEADER_BYTES - 1) + b"\n"


def deliver(fd: int, message: Message, texts: int | None = None) -> None:
    """Sends what an `Intake` takes: a header, and a whole file, which is closed."""
    size = 0 if texts is None else os.fstat(texts).st_size
    _write(fd, header_of({**message, "bytes": size}))
    if texts is None:
        return
    at = 0
    while at < size:
        if sys.platform == "linux":
            at += os.sendfile(fd, texts, at, size - at)
        else:
            at += _write(fd, os.pread(texts, _AT_ONCE, at))
    os.close(texts)


def file_of(message: Message) -> int:
    """A text of the server's own, as one that it does not see."""
    file = new_file()
    _write(file, json.dumps(message).encode("ascii") + b"\n")
    return file


def _write(fd: int, data: bytes) -> int:
    left = memoryview(data)
    while left:
        left = left[os.write(fd, left) :]
    return len(data)


def new_file() -> int:
    if sys.platform == "linux":
        return os.memfd_create("texts")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def move(source: int, target: int, count: int) -> int:
    """Moves up to `count` bytes; returns how many, 0 at the end. Raises BlockingIOError."""
    splice: Any = getattr(os, "splice", None)
    if splice is None:
        return os.write(target, os.read(source, count))
    reads, writes = os.pipe()
    try:
        moved: int = splice(source, writes, count)
        left = moved
        while left:
            left -= splice(reads, target, left)
        return moved
    finally:
        os.close(reads)
        os.close(writes)


def copy(texts: int, pipe: int, count: int) -> int:
    """Moves up to `count` bytes of a job's file, from where it stands, into a pipe."""
    splice: Any = getattr(os, "splice", None)
    if splice is not None:
        moved: int = splice(texts, pipe, min(count, _AT_ONCE))
        return moved
    at = os.lseek(texts, 0, os.SEEK_CUR)
    written = os.write(pipe, os.read(texts, min(count, _AT_ONCE)))
    os.lseek(texts, at + written, os.SEEK_SET)
    return written


def take_texts(texts: int) -> Any:
    """What a job's file holds, once it is read."""
    with os.fdopen(texts, "rb") as file:
        file.seek(0)
        return json.loads(file.read())
