"""Values of pandas to trees and back, column by column."""

from __future__ import annotations

import re
import sys
from typing import Any

from . import arrays
from .values import (
    DECODERS,
    ENCODERS,
    LEARN,
    LIBRARY_OF_TAG,
    MUTABLE,
    OTHERS,
    Decode,
    Decoder,
    Encoder,
    text,
)
from .wire import Garbage, NotPlain, Tree, class_of

UNITS = ("s", "ms", "us", "ns", "D")
EXTENSION_NAME = re.compile(r"(U?Int|Float)\d+|boolean|string(\[python\])?")
TYPE_NAME = re.compile(r"[\w\[\], :<>-]{1,60}")
LONGEST_FREQUENCY = 30

_np: Any = None
_pd: Any = None


def frame_kinds() -> set[type]:
    """The classes whose values cross by parts, so that nothing else may claim to be one."""
    if _pd is None:
        return set()
    return {_pd.DataFrame, _pd.Series, _pd.Index, _pd.Timestamp, _pd.Timedelta}


def learn() -> None:
    global _np, _pd
    if _pd is not None or "pandas" not in sys.modules:
        return
    pandas: Any = sys.modules["pandas"]
    if not hasattr(pandas, "read_pickle") or not hasattr(pandas, "testing"):
        return  # it is being imported
    arrays.learn()
    _np, _pd = sys.modules["numpy"], pandas
    MUTABLE.update((pandas.DataFrame, pandas.Series))
    ENCODERS.update(
        {
            pandas.DataFrame: _encode_frame,
            pandas.Series: _encode_series,
            pandas.Timestamp: _encode_timestamp,
            type(pandas.NaT): lambda _e, _value, _depth: ["NaT"],
            type(pandas.NA): lambda _e, _value, _depth: ["NA"],
            pandas.Timedelta: lambda _e, value, _depth: ["pdt", *_moment(value)],
            pandas.Period: lambda _e, value, _depth: ["per", value.ordinal, value.freqstr],
            pandas.Interval: lambda e, value, depth: [
                "iv",
                *(e(value.left, depth), e(value.right, depth), value.closed),
            ],
        }
    )
    OTHERS.append(_encode_other)
    DECODERS.update(_DECODERS)


def _moment(value: Any) -> tuple[int, str]:
    """Whole units since the beginning, and the unit."""
    if not hasattr(value, "unit"):  # pandas 1
        return int(value.value), "ns"
    return int(value._value), value.unit


def _encode_timestamp(e: Encoder, value: Any, depth: int) -> Tree:
    return ["ts", *_moment(value), e.zone(value.tzinfo, depth)]


def _encode_frame(e: Encoder, value: Any, depth: int) -> Tree:
    columns = [
        _encode_column(e, value.iloc[:, number].array, depth) for number in range(value.shape[1])
    ]
    names, rows = _encode_index(e, value.columns, depth), _encode_index(e, value.index, depth)
    return ["df", names, rows, columns]


def _encode_series(e: Encoder, value: Any, depth: int) -> Tree:
    column = _encode_column(e, value.array, depth)
    return ["se", column, _encode_index(e, value.index, depth), e(value.name, depth)]


def _encode_other(e: Encoder, value: Any, depth: int) -> Tree:
    if isinstance(value, _pd.Index):
        return _encode_index(e, value, depth)
    if isinstance(value, _pd.api.extensions.ExtensionArray):
        return ["xa", _encode_column(e, value, depth)]
    if isinstance(value, _pd.api.extensions.ExtensionDtype):
        return ["xd", _encode_dtype(e, value, depth)]
    if isinstance(value, _pd.tseries.offsets.BaseOffset):
        return ["off", value.freqstr]
    return None


def _encode_dtype(e: Encoder, value: Any, depth: int) -> Tree:
    if isinstance(value, _pd.CategoricalDtype):
        categories = None if value.categories is None else e(value.categories, depth)
        return ["cat", categories, bool(value.ordered)]
    if isinstance(value, _pd.DatetimeTZDtype):
        return ["dtz", value.unit, e.zone(value.tz, depth)]
    return ["name", str(value)]


def _encode_column(e: Encoder, value: Any, depth: int) -> Tree:
    """An array of pandas, or of numpy, as `[kind, …]`."""
    kinds = _pd.arrays
    wrapped = getattr(kinds, "NumpyExtensionArray", None) or kinds.PandasArray
    if arrays.is_array(value):
        return arrays.encode_array(e, value, depth)
    if isinstance(value, wrapped):
        return arrays.encode_array(e, value.to_numpy(), depth)
    if isinstance(value, _pd.Categorical):
        codes = arrays.encode_array(e, _np.asarray(value.codes), depth)
        return ["xcat", codes, e(value.categories, depth), bool(value.ordered)]
    if isinstance(value, kinds.DatetimeArray):
        zone = value.dtype.tz if isinstance(value.dtype, _pd.DatetimeTZDtype) else None
        return ["xdt", *_moments(e, value, depth), e.zone(zone, depth)]
    if isinstance(value, kinds.TimedeltaArray):
        return ["xtd", *_moments(e, value, depth)]
    if isinstance(value, kinds.PeriodArray):
        return ["xpe", arrays.encode_array(e, value.asi8, depth), value.freqstr]
    if isinstance(value, kinds.IntervalArray):
        left, right = e(_pd.Index(value.left), depth), e(_pd.Index(value.right), depth)
        return ["xiv", left, right, value.closed]
    if isinstance(value, kinds.SparseArray):
        return ["xsp", arrays.encode_array(e, _np.asarray(value), depth)]
    if not EXTENSION_NAME.fullmatch(str(value.dtype)):
        raise NotPlain(f"a column of {str(value.dtype)[:50]}")
    return ["xx", str(value.dtype), e.sequence(list(value.astype(object)), depth)]


def _moments(e: Encoder, value: Any, depth: int) -> tuple[Tree, str]:
    unit = _np.datetime_data(value._ndarray.dtype)[0]
    return arrays.encode_array(e, value.asi8, depth), unit


def _encode_index(e: Encoder, value: Any, depth: int) -> Tree:
    kind = class_of(value)
    if kind is _pd.MultiIndex:
        levels = [e(value.levels[number], depth) for number in range(value.nlevels)]
        codes = [arrays.encode_array(e, _np.asarray(each), depth) for each in value.codes]
        return ["mi", levels, codes, [e(name, depth) for name in value.names]]
    name = e(value.name, depth)
    if kind is _pd.RangeIndex:
        return ["ri", value.start, value.stop, value.step, name]
    if kind is _pd.DatetimeIndex or kind is _pd.TimedeltaIndex:
        return ["ti_", _encode_column(e, value.array, depth), value.freqstr, name]
    if kind in (_pd.PeriodIndex, _pd.CategoricalIndex, _pd.IntervalIndex, _pd.Index):
        return ["ix", _encode_column(e, value.array, depth), name]
    if kind.__module__.split(".")[0] == "pandas":  # pandas 1 has an index for each kind of number
        return ["ix", _encode_column(e, value.array, depth), name]
    raise NotPlain(f"an index {kind.__name__}")


def _unit(tree: Tree) -> str:
    if tree not in UNITS:
        raise Garbage("no unit of time")
    return tree


def _frequency(tree: Tree) -> str | None:
    return None if tree is None else text(tree, LONGEST_FREQUENCY)


def _array(d: Decoder, tree: Tree, depth: int) -> Any:
    if tree[0] != "nd":
        raise Garbage("no array")
    return arrays.decode_array(d, tree, depth, note=False)


def _index(d: Decoder, tree: Tree, depth: int) -> Any:
    index = d(tree, depth)
    if not isinstance(index, _pd.Index):
        raise Garbage("no index")
    return index


def _decode_column(d: Decoder, tree: Tree, depth: int) -> Any:
    kind = tree[0]
    if kind in ("nd", "no"):
        return arrays.decode_array(d, tree, depth, note=False)
    decode = _COLUMNS.get(kind)
    if decode is None:
        raise Garbage("no column")
    return decode(d, tree, depth)


def _decode_categories(d: Decoder, tree: Tree, depth: int) -> Any:
    codes, categories = _array(d, tree[1], depth), _index(d, tree[2], depth)
    return _pd.Categorical.from_codes(codes, categories=categories, ordered=tree[3] is True)


def _decode_moments(d: Decoder, tree: Tree, depth: int) -> Any:
    index = _pd.DatetimeIndex(_array(d, tree[1], depth).view(f"M8[{_unit(tree[2])}]"))
    zone = d.zone(tree[3], depth)
    return (index if zone is None else index.tz_localize("UTC").tz_convert(zone)).array


def _decode_spans(d: Decoder, tree: Tree, depth: int) -> Any:
    return _pd.TimedeltaIndex(_array(d, tree[1], depth).view(f"m8[{_unit(tree[2])}]")).array


def _decode_periods(d: Decoder, tree: Tree, depth: int) -> Any:
    kind = _pd.PeriodDtype(_frequency(tree[2]))
    return _pd.arrays.PeriodArray(_array(d, tree[1], depth), dtype=kind)


def _decode_intervals(d: Decoder, tree: Tree, depth: int) -> Any:
    left, right = _index(d, tree[1], depth), _index(d, tree[2], depth)
    return _pd.arrays.IntervalArray.from_arrays(left, right, closed=text(tree[3]))


def _decode_extension(d: Decoder, tree: Tree, depth: int) -> Any:
    name = text(tree[1])
    if not EXTENSION_NAME.fullmatch(name):
        raise Garbage("no type of a column")
    return _pd.array(d.sequence(tree[2], depth), dtype=name)


_COLUMNS: dict[str, Decode] = {
    "xcat": _decode_categories,
    "xdt": _decode_moments,
    "xtd": _decode_spans,
    "xpe": _decode_periods,
    "xiv": _decode_intervals,
    "xsp": lambda d, tree, depth: _pd.arrays.SparseArray(_array(d, tree[1], depth)),
    "xx": _decode_extension,
}


def _objects(column: Any) -> Any:
    """The dtype to ask for, so that pandas does not infer another for a column of objects."""
    return object if arrays.is_array(column) and column.dtype == object else None


def _decode_frame(d: Decoder, tree: Tree, depth: int) -> Any:
    place = d.reserve()
    names, rows = _index(d, tree[1], depth), _index(d, tree[2], depth)
    columns = [_decode_column(d, column, depth) for column in tree[3]]
    if len(names) != len(columns):
        raise Garbage("columns of a frame")
    series = {
        number: _pd.Series(column, index=rows, copy=False, dtype=_objects(column))
        for number, column in enumerate(columns)
    }
    frame = _pd.DataFrame(series, index=rows)
    frame.columns = names
    return d.fill(place, frame)


def _decode_series(d: Decoder, tree: Tree, depth: int) -> Any:
    place = d.reserve()
    column, rows = _decode_column(d, tree[1], depth), _index(d, tree[2], depth)
    name = d(tree[3], depth)
    return d.fill(place, _pd.Series(column, index=rows, name=name, dtype=_objects(column)))


def _decode_time_index(d: Decoder, tree: Tree, depth: int) -> Any:
    column, name = _decode_column(d, tree[1], depth), d(tree[3], depth)
    kind = _pd.DatetimeIndex if tree[1][0] == "xdt" else _pd.TimedeltaIndex
    try:
        return kind(column, freq=_frequency(tree[2]), name=name)
    except ValueError:
        return kind(column, name=name)


def _decode_index(d: Decoder, tree: Tree, depth: int) -> Any:
    column = _decode_column(d, tree[1], depth)
    return _pd.Index(column, name=d(tree[2], depth), dtype=_objects(column))


def _decode_levels(d: Decoder, tree: Tree, depth: int) -> Any:
    levels = [_index(d, level, depth) for level in tree[1]]
    codes = [_array(d, each, depth) for each in tree[2]]
    names = [d(name, depth) for name in tree[3]]
    return _pd.MultiIndex(levels=levels, codes=codes, names=names)


def _decode_timestamp(d: Decoder, tree: Tree, depth: int) -> Any:
    value = _pd.Timestamp(_np.datetime64(tree[1], _unit(tree[2])))
    zone = d.zone(tree[3], depth)
    return value if zone is None else value.tz_localize("UTC").tz_convert(zone)


def _decode_dtype(d: Decoder, tree: Tree, depth: int) -> Any:
    kind, *parts = tree[1]
    if kind == "cat":
        categories = None if parts[0] is None else _index(d, parts[0], depth)
        return _pd.CategoricalDtype(categories, parts[1] is True)
    if kind == "dtz":
        return _pd.DatetimeTZDtype(_unit(parts[0]), d.zone(parts[1], depth))
    if kind != "name" or not TYPE_NAME.fullmatch(text(parts[0])):
        raise Garbage("no type of a column")
    return _pd.api.types.pandas_dtype(parts[0])


_DECODERS: dict[str, Decode] = {
    "df": _decode_frame,
    "se": _decode_series,
    "ri": lambda d, tree, depth: _pd.RangeIndex(*tree[1:4], name=d(tree[4], depth)),
    "mi": _decode_levels,
    "ti_": _decode_time_index,
    "ix": _decode_index,
    "ts": _decode_timestamp,
    "NaT": lambda _d, _tree, _depth: _pd.NaT,
    "NA": lambda _d, _tree, _depth: _pd.NA,
    "pdt": lambda _d, tree, _depth: _pd.Timedelta(_np.timedelta64(tree[1], _unit(tree[2]))),
    "per": lambda _d, tree, _depth: _pd.Period(ordinal=tree[1], freq=_frequency(tree[2])),
    "iv": lambda d, tree, depth: _pd.Interval(
        d(tree[1], depth), d(tree[2], depth), closed=text(tree[3])
    ),
    "xa": lambda d, tree, depth: _decode_column(d, tree[1], depth),
    "xd": _decode_dtype,
    "off": lambda _d, tree, _depth: _pd.tseries.frequencies.to_offset(_frequency(tree[1])),
}
LIBRARY_OF_TAG.update(dict.fromkeys(_DECODERS, "pandas"))
LEARN.append(learn)
