"""Values of a class of the program's own that adds to a plain type and changes nothing of it, such
as `class Scores(dict)` with methods besides: T makes such a class itself, which has of the
program's only the name.
"""

from __future__ import annotations

import collections
import keyword
from collections.abc import Callable
from typing import Any

from .values import DECODERS, Decoder, Encoder, text
from .wire import Garbage, Tree, class_of

MOST_KINDS = 200
_TAG = "own"
_PROGRAM = ("__test__", "__main__")
_BASES: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        *(int, float, str, bytes, tuple, list, set, frozenset, dict, collections.deque),
        *(collections.Counter, collections.OrderedDict, collections.defaultdict),
    )
}
# What a class may have of these names without another behaviour of what is made already.
_FREE = {
    *("__module__", "__qualname__", "__doc__", "__annotations__", "__dict__", "__weakref__"),
    *("__slots__", "__init__", "__new__", "__orig_bases__", "__parameters__"),
    *("__static_attributes__", "__firstlineno__", "__annotate_func__", "__annotations_cache__"),
}
_made: dict[tuple[str, str], type[Any]] = {}


def encode_own(value: Any, encode: Encoder, depth: int) -> Tree:
    """The tree of such a value, None for any other."""
    kind = class_of(value)
    base = _base_of(kind)
    if base is None:
        return None
    return [_TAG, kind.__name__, base.__name__, encode(_rebuilt(base, base, value), depth)]


def is_made(value: Any) -> bool:
    """Whether a value is of a class that was made here."""
    return class_of(value) in _made.values()


def _base_of(kind: type[Any]) -> type[Any] | None:
    if class_of(kind) is not type or kind.__module__ not in _PROGRAM:
        return None
    for base in kind.__mro__:
        if base in _BASES.values():
            own = [each for each in kind.__mro__ if each not in base.__mro__]
            return None if any(_changes(each, base) for each in own) else base
    return None


def _changes(kind: type[Any], base: type[Any]) -> bool:
    if kind.__module__ not in _PROGRAM:
        return True
    names = set(vars(kind)) - _FREE
    return any(hasattr(base, name) or name.startswith("__") for name in names)


def _rebuilt(kind: type[Any], base: type[Any], value: Any) -> Any:
    if base is collections.deque:
        return kind(value, value.maxlen)
    if base is collections.defaultdict:
        return kind(value.default_factory, value)
    return kind(value)


def _decode(decode: Decoder, tree: Tree, depth: int) -> Any:
    name, base = text(tree[1]), _BASES.get(text(tree[2]))
    value = decode(tree[3], depth)
    if base is None or class_of(value) is not base:
        raise Garbage("no value of a plain type")
    if not name.isidentifier() or keyword.iskeyword(name):
        raise Garbage("no name of a class")
    return _rebuilt(_kind(name, base, decode.side.fail), base, value)


def _kind(name: str, base: type[Any], fail: Callable[[str], Any]) -> type[Any]:
    key = (name, base.__name__)
    if key not in _made:
        if len(_made) >= MOST_KINDS:
            raise Garbage("too many classes")

        def lacking(_self: Any, attribute: str, *_value: Any) -> Any:
            if not attribute.startswith("__") or attribute == "__dict__":
                fail(f"{attribute} of the program's own {name}")
            raise AttributeError(attribute)

        inside = {"__module__": "__test__", "__slots__": ()}
        inside |= {"__getattr__": lacking, "__setattr__": lacking, "__delattr__": lacking}
        _made[key] = type(name, (base,), inside)
    return _made[key]


DECODERS[_TAG] = _decode
