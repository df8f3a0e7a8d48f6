"""Plain values to trees and back. Exact types only: a subclass of the candidate's own is no plain
value. A tree is a JSON scalar, which stands for itself, or a list that begins with a tag.

Tables say how a type is encoded and how a tag is decoded; libraries add to them when they are
there (`arrays`, `tables`).
"""

from __future__ import annotations

import binascii
import collections
import datetime
import decimal
import enum
import fractions
import importlib
import keyword
import math
import os
import pathlib
import random
import re
import sys
import time
import types
import uuid
import zoneinfo
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from .wire import DEEPEST, MOST_NODES, Garbage, NotPlain, Tree, class_of

SMALL = 1 << 200  # whole numbers below it stand in JSON as they are
LONGEST_NUMBER = 1 << 20  # hexadecimal digits
LONGEST_DECIMAL = 20_000
LONGEST_PATTERN = 10_000
MOST_TUPLE_KINDS = 200
MOST_FIELDS = 200

SCALARS: set[type] = {int, float, str, bool, type(None)}
PLAIN_KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        *(int, float, str, bool, list, dict, tuple, set, frozenset, bytes, bytearray, complex),
        *(object, type, range, slice, type(None)),
    )
}
# Of what a call may change in its arguments; libraries add theirs.
MUTABLE: set[type] = {
    *(list, dict, set, bytearray),
    *(collections.deque, collections.Counter, collections.OrderedDict, collections.defaultdict),
}
_OF_NO_MODULE = {
    "builtins:generator": types.GeneratorType,
    "builtins:function": types.FunctionType,
    "builtins:coroutine": types.CoroutineType,
    "builtins:method": types.MethodType,
}
_modules = sys.modules
_random_state: Any = random.Random.getstate
_Environment = class_of(os.environ)
_base64, _from_base64 = binascii.b2a_base64, binascii.a2b_base64


class Side(Protocol):
    """What a codec asks of the end it works for, about all that is not plain."""

    def refer(self, value: Any, encode: Encoder, depth: int) -> Tree: ...
    def raised(self, error: BaseException, encode: Encoder, depth: int) -> Tree: ...
    def own(self, tree: Tree) -> Any: ...
    def stand_in(self, tree: Tree) -> Any: ...
    def named(self, tree: Tree) -> Any: ...
    def unpickled(self, tree: Tree) -> Any: ...
    def error(self, tree: Tree, decode: Decoder, depth: int) -> BaseException: ...
    def masked(self, is_plain: bool) -> None: ...
    def fail(self, why: str) -> Any: ...


Encode = Callable[["Encoder", Any, int], Tree]
Decode = Callable[["Decoder", Any, int], Any]


def bytes_to_text(data: Any) -> str:
    return _base64(data, newline=False).decode("ascii")


def text_to_bytes(text: Any) -> bytes:
    return _from_base64(text)


def name_of_class(kind: type) -> str:
    return f"{getattr(kind, '__module__', '?')}:{getattr(kind, '__qualname__', '?')}"


def class_named(name: str) -> type | None:
    """A class by `module:qualified name`, out of modules that this process has loaded already."""
    if name in _OF_NO_MODULE:
        return _OF_NO_MODULE[name]
    module, _, path = name.partition(":")
    at: Any = _modules.get(module)
    for part in path.split("."):
        if not isinstance(at, (types.ModuleType, type)):
            return None
        at = vars(at).get(part)
    return at if isinstance(at, type) else None


def parts_of_class(kind: type) -> list[str]:
    """The names of a class and its bases, `object` left out."""
    return [name_of_class(each) for each in kind.__mro__[:-1]]


class Encoder:
    """`known`: by identity, the number of a mutable value that the other side has too; with
    `numbering` those met are added, in `met`, in the order in which a decoder meets them.
    """

    def __init__(
        self, side: Side, known: dict[int, int] | None = None, numbering: bool = False
    ) -> None:
        self.side, self.numbering = side, numbering
        self.known: dict[int, int] = {} if known is None else known
        self.met: list[Any] = []
        self._nodes = 0

    def __call__(self, value: Any, depth: int = 0) -> Tree:
        kind = class_of(value)
        if kind is float:
            return value if value == value else NANS.get(id(value), value)
        if kind is str or value is None or kind is bool:
            return value
        if kind is int:
            return value if -SMALL < value < SMALL else ["I", hex(value)]
        self._nodes += 1
        if depth > DEEPEST or self._nodes > MOST_NODES:
            raise NotPlain("too deep or too much")
        if kind in MUTABLE:
            number = self.known.get(id(value))
            if number is not None:
                return ["k", number]
            if self.numbering:
                self.known[id(value)] = len(self.met)
                self.met.append(value)
        encode = ENCODERS.get(kind)
        if encode is not None:
            return encode(self, value, depth + 1)
        return self._other(value, kind, depth + 1)

    def sequence(self, value: Any, depth: int) -> Tree:
        kinds = set(map(type, value))
        if len(kinds) == 1:
            (kind,) = kinds
            if (
                kind is str
                or kind is bool
                or (kind is float and not any(map(math.isnan, value)))
                or (kind is int and max(value) < SMALL and min(value) > -SMALL)
            ):
                return ["*", list(value)]
        return [self(each, depth) for each in value]

    def pairs(self, value: Any, depth: int) -> Tree:
        found: list[Tree] = []
        for key, each in list(value.items()):
            found += (self(key, depth), self(each, depth))
        return found

    def inside(self, value: Any) -> Tree:
        """A known mutable value once more, what is known inside it by number."""
        number = self.known.pop(id(value))
        numbering, self.numbering = self.numbering, False
        try:
            return self(value)
        finally:
            self.known[id(value)] = number
            self.numbering = numbering

    def _other(self, value: Any, kind: type[Any], depth: int) -> Tree:
        if issubclass(kind, enum.Enum) and class_named(name_of_class(kind)) is kind:
            if value.name is not None:  # of several flags together
                return ["en", name_of_class(kind), value.name]
        if _is_named_tuple(kind):
            fields = list(vars(kind)["_fields"])
            return ["nt", name_of_class(kind), fields, self.sequence(tuple(value), depth)]
        if isinstance(value, datetime.tzinfo):
            return self.zone(value, depth)
        if isinstance(value, BaseException):
            return self.side.raised(value, self, depth)
        if isinstance(value, type) and PLAIN_KINDS.get(value.__name__) is value:
            return ["ty", value.__name__]
        if kind is random.Random:
            return ["rnd", self(_random_state(value), depth)]
        if kind is _Environment:
            return self(dict(os.environ), depth)
        for encode in OTHERS:
            tree = encode(self, value, depth)
            if tree is not None:
                return tree
        plain = _without_subclass(value, kind)
        if plain is not None:
            return self(plain, depth)
        return self.side.refer(value, self, depth)

    def zone(self, value: Any, depth: int) -> Tree:
        if value is None:
            return None
        if type(value) is datetime.timezone:
            has_name = repr(value).count("'") > 1
            apart = self(value.utcoffset(None), depth)
            return ["tz", apart, value.tzname(None) if has_name else None]
        if type(value) is zoneinfo.ZoneInfo and value.key:
            return ["zi", value.key]
        pytz: Any = _modules.get("pytz")
        if pytz is not None:
            if isinstance(value, pytz.tzinfo.BaseTzInfo) or value is pytz.utc:
                return ["pz", str(value)]
            if type(value) is pytz._FixedOffset:
                offset: Any = value.utcoffset(None)
                return ["pf", int(offset.total_seconds() // 60)]
        dateutil: Any = _modules.get("dateutil.tz")
        if dateutil is not None and isinstance(value, dateutil.tzutc):
            return ["du"]
        return self.side.refer(value, self, depth)


class Decoder:
    """`known`: the mutable values that the sender may name by number; with `numbering` those met
    are collected in `met`.
    """

    def __init__(self, side: Side, known: list[Any] | None = None, numbering: bool = False) -> None:
        self.side, self.numbering = side, numbering
        self.met: list[Any] = []
        self.known = self.met if known is None else known
        self._nodes = 0

    def __call__(self, tree: Tree, depth: int = 0) -> Any:
        """Raises Garbage, or whatever a constructor raises for parts that it does not take."""
        kind = class_of(tree)
        if kind is not list:
            if kind in SCALARS:
                return tree
            raise Garbage("an object of JSON")
        self._nodes += 1
        if depth > DEEPEST + 5 or self._nodes > MOST_NODES or not tree:
            raise Garbage("too deep, too much or empty")
        tag = tree[0]
        decode = DECODERS.get(tag) if type(tag) is str else None
        if decode is None:
            decode = _decoder_of_library(tag)
        return decode(self, tree, depth + 1)

    def sequence(self, tree: Tree, depth: int) -> list[Any]:
        kind = class_of(tree)
        if kind is not list:
            raise Garbage("no sequence")
        if len(tree) == 2 and tree[0] == "*":
            flat: list[Any] = tree[1]
            if not set(map(type, flat)) <= SCALARS:
                raise Garbage("no flat sequence")
            return flat
        return [self(each, depth) for each in tree]

    def pairs(self, tree: Tree, depth: int) -> Iterator[tuple[Any, Any]]:
        flat = [self(each, depth) for each in tree]
        return zip(flat[0::2], flat[1::2], strict=True)

    def zone(self, tree: Tree, depth: int) -> Any:
        zone = None if tree is None else self(tree, depth)
        if zone is not None and not isinstance(zone, datetime.tzinfo):
            raise Garbage("no time zone")
        return zone

    def note(self, value: Any) -> Any:
        """Counts a mutable value, before its parts are decoded."""
        if self.numbering:
            self.met.append(value)
        return value

    def reserve(self) -> int | None:
        """A number for a mutable value that can be made only of its parts."""
        if not self.numbering:
            return None
        self.met.append(None)
        return len(self.met) - 1

    def fill(self, place: int | None, value: Any) -> Any:
        if place is not None:
            self.met[place] = value
        return value


# `in` asks identity, so that the NaN of a module is that of the module on the other side too.
NANS: dict[int, Tree] = {id(math.nan): ["nan"]}

# What is asked of values of no type in ENCODERS; None: not mine.
OTHERS: list[Encode] = []
LIBRARY_OF_TAG: dict[str, str] = {}


def _decoder_of_library(tag: Any) -> Decode:
    """A library whose values come is loaded here too: the ones we know, from where Python is."""
    library = LIBRARY_OF_TAG.get(tag) if type(tag) is str else None
    if library is not None:
        importlib.import_module(library)
        for learn in LEARN:
            learn()
        if tag in DECODERS:
            return DECODERS[tag]
    raise Garbage("an unknown tag")


LEARN: list[Callable[[], None]] = []


def learn_libraries() -> None:
    """Takes note of libraries that have been loaded since; cheap when there is nothing new."""
    for learn in LEARN:
        learn()


def _is_named_tuple(kind: type) -> bool:
    fields = vars(kind).get("_fields")
    return kind.__mro__[1:2] == (tuple,) and type(fields) is tuple


def _without_subclass(value: Any, kind: type) -> Any:
    """A library's subclass of a scalar as that scalar; None for all else."""
    if kind.__module__ in ("__test__", "__main__"):
        return None
    if issubclass(kind, str):
        return str.__str__(value) if type(str.__str__(value)) is str else str.__add__(value, "")
    if issubclass(kind, (int, float)) and not issubclass(kind, bool):
        base = int if issubclass(kind, int) else float
        return base.__add__(value, 0)
    if issubclass(kind, bytes):
        return bytes(memoryview(value))
    return None


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise Garbage("no whole number")
    return value


def text(value: Any, most: int = 1000) -> str:
    if type(value) is not str or len(value) > most:
        raise Garbage("no text, or too long a one")
    return value


def _encode_datetime(e: Encoder, value: Any, depth: int) -> Tree:
    parts = [value.year, value.month, value.day, value.hour, value.minute, value.second]
    tree = ["dt", *parts, value.microsecond, value.fold, e.zone(value.tzinfo, depth)]
    pytz: Any = _modules.get("pytz")
    if pytz is not None and isinstance(value.tzinfo, pytz.tzinfo.BaseTzInfo):
        tree.append(int(value.utcoffset().total_seconds()))
    return tree


def _decode_datetime(d: Decoder, tree: Tree, depth: int) -> Any:
    zone = d.zone(tree[9], depth)
    value = datetime.datetime(*tree[1:8], fold=tree[8])
    if zone is None:
        return value
    if len(tree) > 10:  # pytz has a zone object for each offset
        offset = datetime.timedelta(seconds=_whole(tree[10]))
        found = zone.fromutc((value - offset).replace(tzinfo=zone))
        if found.replace(tzinfo=None) == value and found.utcoffset() == offset:
            return found
    return value.replace(tzinfo=zone)


def _encode_default(e: Encoder, value: Any, depth: int) -> Tree:
    factory = value.default_factory
    return ["dd", None if factory is None else e(factory, depth), e.pairs(value, depth)]


def _decode_list(d: Decoder, tree: Tree, depth: int) -> Any:
    value = d.note([])
    value.extend(d.sequence(tree[1], depth))
    return value


def _decode_set(d: Decoder, tree: Tree, depth: int) -> Any:
    value = d.note(set())
    value.update(d.sequence(tree[1], depth))
    return value


def _decode_deque(d: Decoder, tree: Tree, depth: int) -> Any:
    most = None if tree[2] is None else _whole(tree[2])
    value = d.note(collections.deque(maxlen=most))
    value.extend(d.sequence(tree[1], depth))
    return value


def _decode_mapping(make: Callable[[], Any]) -> Decode:
    def decode(d: Decoder, tree: Tree, depth: int) -> Any:
        value = d.note(make())
        for key, each in d.pairs(tree[1], depth):
            value[key] = each
        return value

    return decode


def _decode_default(d: Decoder, tree: Tree, depth: int) -> Any:
    value: Any = d.note(collections.defaultdict())
    value.default_factory = None if tree[1] is None else d(tree[1], depth)
    for key, each in d.pairs(tree[2], depth):
        value[key] = each
    return value


def _decode_whole(_d: Decoder, tree: Tree, _depth: int) -> Any:
    return int(text(tree[1], LONGEST_NUMBER), 16)


def _decode_kind(_d: Decoder, tree: Tree, _depth: int) -> Any:
    kind = PLAIN_KINDS.get(tree[1])
    if kind is None:
        raise Garbage("no plain type")
    return kind


def _decode_member(_d: Decoder, tree: Tree, _depth: int) -> Any:
    kind: Any = class_named(text(tree[1]))
    if kind is None or not issubclass(kind, enum.Enum) or tree[2] not in kind.__members__:
        raise Garbage("no member of an enumeration")
    return kind.__members__[tree[2]]


_tuple_kinds: dict[tuple[str, tuple[str, ...]], Any] = {}


def _decode_named_tuple(d: Decoder, tree: Tree, depth: int) -> Any:
    name, fields, parts = text(tree[1]), tuple(tree[2]), d.sequence(tree[3], depth)
    if len(parts) != len(fields) or len(fields) > MOST_FIELDS:
        raise Garbage("fields of a tuple")
    if not all(text(field).isidentifier() for field in fields):
        raise Garbage("fields of a tuple")
    kind: Any = class_named(name)
    if kind is None or not _is_named_tuple(kind) or vars(kind)["_fields"] != fields:
        kind = _tuple_kind(name, fields)
    make: Any = vars(tuple)["__new__"]
    return make(kind, parts)


def _tuple_kind(name: str, fields: tuple[str, ...]) -> Any:
    key = (name, fields)
    if key not in _tuple_kinds:
        if len(_tuple_kinds) >= MOST_TUPLE_KINDS:
            raise Garbage("too many kinds of tuples")
        own = name.partition(":")[2].split(".")[-1]
        usable = own.isidentifier() and not keyword.iskeyword(own)
        make: Any = collections.namedtuple
        _tuple_kinds[key] = make(own if usable else "T", fields)
    return _tuple_kinds[key]


def _decode_known(d: Decoder, tree: Tree, _depth: int) -> Any:
    number = _whole(tree[1])
    if not 0 <= number < len(d.known):
        raise Garbage("no such value")
    return d.known[number]


def _decode_pattern(d: Decoder, tree: Tree, depth: int) -> Any:
    pattern = d(tree[1], depth)
    if type(pattern) not in (str, bytes) or len(pattern) > LONGEST_PATTERN:
        raise Garbage("no pattern")
    return re.compile(pattern, _whole(tree[2]))


def _decode_zone(d: Decoder, tree: Tree, depth: int) -> Any:
    offset = d(tree[1], depth)
    if tree[2] is None:
        return datetime.timezone(offset)
    return datetime.timezone(offset, text(tree[2]))


def _decode_pytz(_d: Decoder, tree: Tree, _depth: int) -> Any:
    pytz: Any = importlib.import_module("pytz")
    if tree[0] == "pf":
        return pytz.FixedOffset(_whole(tree[1]))
    return pytz.utc if tree[1] == "UTC" else pytz.timezone(text(tree[1]))


def _decode_utc(_d: Decoder, _tree: Tree, _depth: int) -> Any:
    dateutil: Any = importlib.import_module("dateutil.tz")
    return dateutil.tzutc()


def _decode_random(d: Decoder, tree: Tree, depth: int) -> Any:
    generator = random.Random(0)
    generator.setstate(d(tree[1], depth))
    return generator


def _view(tag: str, parts: Callable[[Any], Iterable[Any]]) -> Encode:
    return lambda e, value, depth: [tag, e.sequence(list(parts(value)), depth)]


def _of_sequence(tag: str) -> Encode:
    return lambda e, value, depth: [tag, e.sequence(value, depth)]


def _of_pairs(tag: str) -> Encode:
    return lambda e, value, depth: [tag, e.pairs(value, depth)]


def _of_three(tag: str) -> Encode:
    return lambda e, value, depth: [
        tag,
        *(e(part, depth) for part in (value.start, value.stop, value.step)),
    ]


def _of_text(tag: str, words: Callable[[Any], str]) -> Encode:
    return lambda _e, value, _depth: [tag, words(value)]


def _hexadecimal(value: Any) -> str:
    return value.hex


_EMPTY: dict[Any, Any] = {}
_FIVE = ("hour", "minute", "second", "microsecond", "fold")

ENCODERS: dict[type, Encode] = {
    list: _of_sequence("l"),
    tuple: _of_sequence("t"),
    set: _of_sequence("s"),
    frozenset: _of_sequence("fs"),
    dict: _of_pairs("d"),
    collections.Counter: _of_pairs("ct"),
    collections.OrderedDict: _of_pairs("od"),
    collections.defaultdict: _encode_default,
    collections.deque: lambda e, value, depth: ["dq", e.sequence(value, depth), value.maxlen],
    bytes: _of_text("b", bytes_to_text),
    bytearray: _of_text("ba", bytes_to_text),
    complex: lambda _e, value, _depth: ["c", value.real, value.imag],
    range: _of_three("r"),
    slice: _of_three("sl"),
    datetime.datetime: _encode_datetime,
    datetime.date: lambda _e, value, _depth: ["da", value.year, value.month, value.day],
    datetime.time: lambda e, value, depth: [
        "ti",
        *(getattr(value, name) for name in _FIVE),
        e.zone(value.tzinfo, depth),
    ],
    datetime.timedelta: lambda _e, value, _depth: [
        "td",
        *(value.days, value.seconds, value.microseconds),
    ],
    decimal.Decimal: _of_text("De", str),
    fractions.Fraction: lambda e, value, depth: [
        "Fr",
        *(e(value.numerator, depth), e(value.denominator, depth)),
    ],
    uuid.UUID: _of_text("uu", _hexadecimal),
    pathlib.PosixPath: _of_text("pa", str),
    pathlib.PurePosixPath: _of_text("pp", str),
    re.Pattern: lambda e, value, depth: ["re", e(value.pattern, depth), value.flags],
    time.struct_time: lambda e, value, depth: ["st", [e(part, depth) for part in value]],
    type(Ellipsis): lambda _e, _value, _depth: ["el"],
    type(NotImplemented): lambda _e, _value, _depth: ["ni"],
    type(_EMPTY.keys()): _view("dk", list),
    type(_EMPTY.values()): _view("dv", list),
    type(_EMPTY.items()): lambda e, value, depth: ["di", e.pairs(dict(value), depth)],
}

DECODERS: dict[str, Decode] = {
    "nan": lambda _d, _tree, _depth: math.nan,
    "I": _decode_whole,
    "k": _decode_known,
    "l": _decode_list,
    "t": lambda d, tree, depth: tuple(d.sequence(tree[1], depth)),
    "s": _decode_set,
    "fs": lambda d, tree, depth: frozenset(d.sequence(tree[1], depth)),
    "d": _decode_mapping(dict),
    "ct": _decode_mapping(collections.Counter),
    "od": _decode_mapping(collections.OrderedDict),
    "dd": _decode_default,
    "dq": _decode_deque,
    "b": lambda _d, tree, _depth: text_to_bytes(tree[1]),
    "ba": lambda d, tree, _depth: d.note(bytearray(text_to_bytes(tree[1]))),
    "c": lambda _d, tree, _depth: complex(tree[1], tree[2]),
    "r": lambda d, tree, depth: range(*(d(part, depth) for part in tree[1:4])),
    "sl": lambda d, tree, depth: slice(*(d(part, depth) for part in tree[1:4])),
    "dt": _decode_datetime,
    "da": lambda _d, tree, _depth: datetime.date(*tree[1:4]),
    "ti": lambda d, tree, depth: datetime.time(
        *tree[1:5], fold=tree[5], tzinfo=d.zone(tree[6], depth)
    ),
    "td": lambda _d, tree, _depth: datetime.timedelta(*map(_whole, tree[1:4])),
    "De": lambda _d, tree, _depth: decimal.Decimal(text(tree[1], LONGEST_DECIMAL)),
    "Fr": lambda d, tree, depth: fractions.Fraction(d(tree[1], depth), d(tree[2], depth)),
    "uu": lambda _d, tree, _depth: uuid.UUID(hex=text(tree[1])),
    "pa": lambda _d, tree, _depth: pathlib.PosixPath(text(tree[1], 10_000)),
    "pp": lambda _d, tree, _depth: pathlib.PurePosixPath(text(tree[1], 10_000)),
    "re": _decode_pattern,
    "st": lambda d, tree, depth: time.struct_time([d(part, depth) for part in tree[1]]),
    "el": lambda _d, _tree, _depth: Ellipsis,
    "ni": lambda _d, _tree, _depth: NotImplemented,
    "dk": lambda d, tree, depth: dict.fromkeys(d.sequence(tree[1], depth)).keys(),
    "dv": lambda d, tree, depth: dict(enumerate(d.sequence(tree[1], depth))).values(),
    "di": lambda d, tree, depth: dict(d.pairs(tree[1], depth)).items(),
    "tz": _decode_zone,
    "zi": lambda _d, tree, _depth: zoneinfo.ZoneInfo(text(tree[1])),
    "pz": _decode_pytz,
    "pf": _decode_pytz,
    "du": _decode_utc,
    "ty": _decode_kind,
    "en": _decode_member,
    "nt": _decode_named_tuple,
    "rnd": _decode_random,
    "R": lambda d, tree, _depth: d.side.own(tree),
    "X": lambda d, tree, _depth: d.side.stand_in(tree),
    "gl": lambda d, tree, _depth: d.side.named(tree),
    "pk": lambda d, tree, _depth: d.side.unpickled(tree),
    "ex": lambda d, tree, depth: d.side.error(tree, d, depth),
}
