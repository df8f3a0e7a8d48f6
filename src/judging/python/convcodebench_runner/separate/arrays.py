"""Values of numpy to trees and back: bytes and a type without objects in it. An array of objects
crosses as the values in it.
"""

from __future__ import annotations

import math
import sys
from typing import Any

from .values import (
    DECODERS,
    ENCODERS,
    LEARN,
    LIBRARY_OF_TAG,
    MUTABLE,
    NANS,
    OTHERS,
    Decode,
    Decoder,
    Encoder,
    bytes_to_text,
    text,
    text_to_bytes,
)
from .wire import Garbage, NotPlain, Tree, class_of

PLAIN_CODES = "biufcSUmMV"
MOST_DIMENSIONS = 32

_np: Any = None  # numpy, once it is there
_kinds: dict[str, Any] = {}  # numpy's scalar types by name


def kinds() -> set[type]:
    """numpy's scalar types, once it is there."""
    return set(_kinds.values())


def is_array(value: Any) -> bool:
    return _np is not None and type(value) is _np.ndarray


def is_array_kind(kind: type) -> bool:
    return _np is not None and kind is _np.ndarray


def is_ufunc(value: Any) -> bool:
    return _np is not None and isinstance(value, _np.ufunc)


def learn() -> None:
    global _np  # noqa: PLW0603
    if _np is not None or "numpy" not in sys.modules:
        return
    numpy: Any = sys.modules["numpy"]
    if not hasattr(numpy, "random"):
        return  # it is being imported
    _np = numpy
    kinds_there: set[Any] = set(numpy.sctypeDict.values())
    _kinds.update({kind.__name__: kind for kind in kinds_there})
    NANS[id(numpy.nan)] = ["npnan"]
    MUTABLE.add(numpy.ndarray)
    ENCODERS[numpy.ndarray] = encode_array
    OTHERS.append(_encode_other)
    DECODERS.update(_DECODERS)


def encode_array(e: Encoder, value: Any, depth: int) -> Tree:
    if value.dtype.kind == "O":
        return ["no", list(value.shape), e.sequence(list(value.ravel()), depth)]
    data = _np.ascontiguousarray(value).tobytes()
    return ["nd", encode_type(value.dtype), list(value.shape), bytes_to_text(data)]


def encode_type(kind: Any) -> Tree:
    if kind.hasobject and kind.kind != "O":
        raise NotPlain(f"dtype {kind}")
    if kind.names:
        return [[name, encode_type(kind.fields[name][0])] for name in kind.names]
    if kind.kind not in PLAIN_CODES + "O":
        raise NotPlain(f"dtype {kind}")
    return kind.str


def decode_type(tree: Tree) -> Any:
    kind_of_tree = class_of(tree)
    if kind_of_tree is list:
        return _np.dtype([(text(name), decode_type(kind)) for name, kind in tree])
    kind = _np.dtype(text(tree))
    if kind.hasobject:
        raise Garbage("a dtype of objects")
    return kind


def decode_array(d: Decoder, tree: Tree, depth: int, note: bool = True) -> Any:
    """`note`: whether it is a value by itself, and not a part of one."""
    if tree[0] == "no":
        return _decode_objects(d, tree, depth, note)
    if tree[0] != "nd":
        raise Garbage("no array")
    kind, shape = decode_type(tree[1]), _shape(tree[2])
    data = text_to_bytes(tree[3])
    if math.prod(shape) * kind.itemsize != len(data):
        raise Garbage("an array's size")
    if data:
        array = _np.frombuffer(bytearray(data), dtype=kind).reshape(shape)
    else:
        array = _np.zeros(shape, kind)
    return d.note(array) if note else array


def _decode_objects(d: Decoder, tree: Tree, depth: int, note: bool) -> Any:
    shape = _shape(tree[1])
    place = d.reserve() if note else None
    values = d.sequence(tree[2], depth)
    if math.prod(shape) != len(values):
        raise Garbage("an array's size")
    array = _np.empty(len(values), dtype=object)
    for number, value in enumerate(values):
        array[number] = value
    return d.fill(place, array.reshape(shape))


def _shape(tree: Tree) -> tuple[int, ...]:
    shape = tuple(tree)
    if len(shape) > MOST_DIMENSIONS or any(type(each) is not int or each < 0 for each in shape):
        raise Garbage("an array's shape")
    return shape


def _encode_other(e: Encoder, value: Any, depth: int) -> Tree:
    kind = class_of(value)
    if isinstance(value, _np.generic):
        if isinstance(value, _np.void) or value.dtype.kind == "O":
            raise NotPlain("a record of numpy")
        return ["ns", value.dtype.str, bytes_to_text(value.tobytes())]
    if isinstance(value, _np.dtype):
        return ["npd", encode_type(value)]
    if isinstance(value, type) and _kinds.get(value.__name__) is value:
        return ["npt", value.__name__]
    if kind is _np.ma.MaskedArray:
        masked: Any = value
        mask = _np.ma.getmaskarray(masked)
        return ["ma", e(_np.asarray(masked.data), depth), e(mask, depth)]
    return None


def _decode_scalar(_d: Decoder, tree: Tree, _depth: int) -> Any:
    kind, data = decode_type(tree[1]), text_to_bytes(tree[2])
    if len(data) != kind.itemsize or kind.names:
        raise Garbage("a scalar's size")
    return _np.frombuffer(data, dtype=kind)[0] if kind.itemsize else kind.type()


def _decode_kind(_d: Decoder, tree: Tree, _depth: int) -> Any:
    if tree[1] not in _kinds:
        raise Garbage("no type of numpy")
    return _kinds[tree[1]]


def _decode_dtype(_d: Decoder, tree: Tree, _depth: int) -> Any:
    return _np.dtype(object) if tree[1] == "|O" else decode_type(tree[1])


def _decode_masked(d: Decoder, tree: Tree, depth: int) -> Any:
    """A masked element equals everything: whoever hears of one decides what to make of it."""
    data, mask = d(tree[1], depth), d(tree[2], depth)
    if not is_array(data) or not is_array(mask) or mask.dtype != bool:
        raise Garbage("no masked array")
    d.side.masked(not mask.any())
    return _np.ma.MaskedArray(data, mask)


_DECODERS: dict[str, Decode] = {
    "npnan": lambda _d, _tree, _depth: _np.nan,
    "nd": decode_array,
    "no": decode_array,
    "ns": _decode_scalar,
    "npd": _decode_dtype,
    "npt": _decode_kind,
    "ma": _decode_masked,
}
LIBRARY_OF_TAG.update(dict.fromkeys(_DECODERS, "numpy"))
LEARN.append(learn)
