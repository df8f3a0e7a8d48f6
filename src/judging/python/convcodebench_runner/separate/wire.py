"""Messages between the two processes: JSON lists, each behind its length, within bounds."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable
from typing import Any

MOST_BYTES = 64 << 20  # of one message
DEEPEST = 60  # nesting of one value
MOST_NODES = 3_000_000  # parts of one value
MOST_REFERENCES = 300_000
MOST_QUESTIONS = 200_000
DEEPEST_CALLS = 40  # questions within questions

Tree = Any  # what JSON holds, without objects
# `type`, whatever becomes of that name.
class_of: Callable[[Any], type[Any]] = type

# Bound before foreign code runs.
_read, _write, _pack, _unpack = os.read, os.write, struct.Struct("!I").pack, struct.unpack
_encode: Any = json.JSONEncoder(check_circular=False).encode
_decode: Any = json.JSONDecoder().decode


class NotPlain(Exception):
    """The sender: a value has no form in which it could cross."""


class Garbage(Exception):
    """The receiver: this is not what the other side's protocol says."""


class Gone(Exception):
    """The other process is not there any more, or is not to be heard any more."""


def text_of(tree: Tree) -> str:
    text: str = _encode(tree)
    return text


class Wire:
    """Two descriptors, one to read and one to write."""

    def __init__(self, reads: int, writes: int) -> None:
        self.reads, self.writes = reads, writes

    def send(self, message: list[Tree]) -> None:
        """Raises NotPlain for a message beyond the bound, OSError when nobody reads."""
        data = _encode(message).encode("utf-8", "surrogatepass")
        if len(data) > MOST_BYTES:
            raise NotPlain(f"a message of {len(data)} bytes")
        view = memoryview(_pack(len(data)) + data)
        while view:
            view = view[_write(self.writes, view[: 1 << 20]) :]

    def receive(self) -> list[Tree]:
        """Blocks until a message is there. Raises Gone at the end, Garbage for what is none."""
        (length,) = _unpack("!I", self._exactly(4))
        if length > MOST_BYTES:
            raise Garbage(f"a message of {length} bytes")
        data = self._exactly(length)
        try:
            message: Any = _decode(data.decode("utf-8", "surrogatepass"))
        except (ValueError, RecursionError) as error:
            raise Garbage("no JSON") from error
        kind = class_of(message)
        if kind is not list or not message or type(message[0]) is not str:
            raise Garbage("no message")
        return message

    def _exactly(self, count: int) -> bytes:
        parts: list[bytes] = []
        while count:
            part = _read(self.reads, min(count, 1 << 20))
            if not part:
                raise Gone("the other process is gone")
            parts.append(part)
            count -= len(part)
        return b"".join(parts)
