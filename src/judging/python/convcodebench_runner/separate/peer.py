"""What both ends are: a wire, objects that the other side may refer to, stand-ins for its own."""

from __future__ import annotations

import os
import threading
import types
from typing import Any

from . import reference
from .state import State
from .values import Decoder, Encoder
from .wire import MOST_REFERENCES, Garbage, NotPlain, Tree, Wire

_getpid = os.getpid


class Peer:
    def __init__(self, wire: Wire, guarded: bool) -> None:
        self.wire = wire
        self.state = State(guarded)
        self.lock = threading.RLock()
        self.pid = _getpid()
        self._given: dict[int, Any] = {}  # what the other side may refer to, by number
        self._numbers: dict[int, int] = {}  # of those, by identity
        self._stand_ins: dict[int, Any] = {}

    def give(self, value: Any) -> int:
        """A number by which the other side may refer to `value`, which lives as long as we."""
        number = self._numbers.get(id(value))
        if number is None:
            if len(self._given) >= MOST_REFERENCES:
                raise NotPlain("too many references")
            number = len(self._given) + 1
            self._given[number] = value
            self._numbers[id(value)] = number
        return number

    def own(self, tree: Tree) -> Any:
        """What of ours the other side refers to."""
        number = tree[1]
        if type(number) is not int or number not in self._given:
            raise Garbage("no such reference")
        return self._given[number]

    def stand_in_for(self, number: int, claims: list[str], special: list[str]) -> Any:
        made = self._stand_ins.get(number)
        if made is None:
            if len(self._stand_ins) >= MOST_REFERENCES:
                raise Garbage("too many references")
            made = reference.stand_in(self, number, claims, special)  # type: ignore[arg-type]
            self._stand_ins[number] = made
        return made

    def refer(self, value: Any, encode: Encoder, depth: int) -> Tree:
        if reference.is_reference(value):
            return ["R", reference.number_of(value)]
        return self.refer_to_own(value, encode, depth)

    def refer_to_own(self, value: Any, encode: Encoder, depth: int) -> Tree:
        raise NotImplementedError

    def fail(self, why: str) -> Any:
        raise Garbage(why)

    def masked(self, is_plain: bool) -> None:
        """Hears of each masked array."""

    def encode_all(self, encode: Encoder, values: Any) -> list[Tree]:
        return [encode(value) for value in values]

    def encode_named(self, encode: Encoder, values: dict[str, Any]) -> list[Tree]:
        return [[name, encode(value)] for name, value in values.items()]

    @staticmethod
    def decode_named(decode: Decoder, tree: Tree) -> dict[str, Any]:
        return {str(name): decode(value) for name, value in tree}


def is_module(value: Any, name: str) -> bool:
    return isinstance(value, types.ModuleType) and value.__name__ == name
