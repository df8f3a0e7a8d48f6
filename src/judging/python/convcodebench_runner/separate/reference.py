"""What stands for an object that lives on the other side: every use of it is a question there."""

from __future__ import annotations

from typing import Any, Protocol

from .wire import class_of

_OPERATORS = "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift divmod".split()
BINARY = [f"__{side}{name}__" for name in _OPERATORS for side in ("", "r", "i")]
UNARY = [f"__{name}__" for name in ("neg", "pos", "abs", "invert", "round")]
COMPARISONS = [f"__{name}__" for name in ("eq", "ne", "lt", "le", "gt", "ge")]
CHECKS = {"__instancecheck__", "__subclasscheck__"}
# What would be decided where the object lives.
DECISIONS = {*COMPARISONS, *BINARY, *UNARY, *CHECKS}
# What every reference has, whatever it stands for.
ALWAYS = {"__str__", "__repr__", "__format__", "__dir__"}
SPECIAL = [
    *(
        f"__{name}__"
        for name in (
            "call len getitem setitem delitem iter next contains enter exit float int index "
            "complex bool reversed array fspath missing bytes str repr format dir"
        ).split()
    ),
    *COMPARISONS,
    *UNARY,
    *BINARY,
]
SPECIAL_NAMES = set(SPECIAL)

_get, _set = object.__getattribute__, object.__setattr__


class Questions(Protocol):
    """The end that asks on behalf of a reference."""

    def get(self, stand_in: Any, name: str) -> Any: ...
    def change(self, stand_in: Any, how: str, arguments: list[Any]) -> Any: ...
    def words(self, stand_in: Any, name: str, *arguments: Any) -> str: ...
    def special(
        self, stand_in: Any, name: str, arguments: tuple[Any, ...], keywords: dict[str, Any]
    ) -> Any: ...
    def claimed_class(self, stand_in: Any) -> type: ...


class Reference:
    """Made by `stand_in` only. Its own attributes keep out of the way of those of the object."""

    __slots__ = ("_claims", "_number", "_questions", "__weakref__")

    def __getattr__(self, name: str) -> Any:
        return _get(self, "_questions").get(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        _get(self, "_questions").change(self, "setattr", [name, value])

    def __delattr__(self, name: str) -> None:
        _get(self, "_questions").change(self, "delattr", [name])

    def __hash__(self) -> int:
        return hash(("reference", _get(self, "_number")))

    def __repr__(self) -> str:
        return _get(self, "_questions").words(self, "__repr__")

    def __str__(self) -> str:
        return _get(self, "_questions").words(self, "__str__")

    def __format__(self, spec: str) -> str:
        return _get(self, "_questions").words(self, "__format__", spec)

    def __instancecheck__(self, value: Any) -> Any:
        return _get(self, "_questions").special(self, "__instancecheck__", (value,), {})

    def __subclasscheck__(self, kind: Any) -> Any:
        return _get(self, "_questions").special(self, "__subclasscheck__", (kind,), {})

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError("a reference does not pickle")

    @property
    def __class__(self) -> type:  # pyright: ignore[reportIncompatibleMethodOverride]
        return _get(self, "_questions").claimed_class(self)


def _method(name: str) -> Any:
    def method(self: Any, *arguments: Any, **keywords: Any) -> Any:
        return _get(self, "_questions").special(self, name, arguments, keywords)

    method.__name__ = name
    return method


_METHODS = {name: _method(name) for name in SPECIAL if name not in ALWAYS}
_kinds: dict[tuple[str, ...], type] = {}


def is_reference(value: Any) -> bool:
    return issubclass(type(value), Reference)


def number_of(stand_in: Any) -> int:
    return _get(stand_in, "_number")


def claims_of(stand_in: Any) -> list[str]:
    return _get(stand_in, "_claims")


def stand_in(questions: Questions, number: int, claims: list[str], special: list[str]) -> Any:
    """`claims`: what the other side says of its class and bases; `special`: the special methods
    that it has.
    """
    has = set(special)
    key = tuple(name for name in SPECIAL if name in has and name not in ALWAYS)
    if key not in _kinds:
        methods = {name: _METHODS[name] for name in key}
        _kinds[key] = type(
            "Reference", (Reference,), {**methods, "__hash__": Reference.__hash__, "__slots__": ()}
        )
    make: Any = object.__new__
    made: Any = make(_kinds[key])
    _set(made, "_questions", questions)
    _set(made, "_number", number)
    _set(made, "_claims", claims)
    return made


def special_methods(value: Any) -> list[str]:
    """The special methods that the class of a value has beyond those of `object`."""
    kind = class_of(value)
    return [
        name
        for name in SPECIAL
        if name not in ALWAYS
        and getattr(kind, name, None) is not None
        and any(name in vars(each) for each in kind.__mro__[:-1])
    ]
