"""A second run of a pass in one process, in the same world as the first: what the entry point gives
to the tests must be honest about what it equals. Iterators are left untouched.
"""

from __future__ import annotations

import ast
import sys
import types
from collections.abc import Callable, Coroutine
from typing import Any
from unittest.mock import NonCallableMock

CANDIDATE_FILE, CANDIDATE_MODULE = "__test__.py", "__test__"


class ResultsChecked(ast.NodeTransformer):
    """`entry_point(x)` -> `CHECKED(entry_point(x))` in the tests: nothing else of their world, nor
    the stack beneath the entry point, differs.
    """

    NAME = "\0checked"

    def __init__(self, entry_point: str) -> None:
        self._entry_point = entry_point

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.func, ast.Name) or node.func.id != self._entry_point:
            return node
        function = ast.copy_location(ast.Name(self.NAME, ast.Load()), node)
        return ast.copy_location(ast.Call(function, [node], []), node)


def checked(result: Any) -> Any:
    given: Any = result
    if isinstance(result, types.CoroutineType):
        return _awaited(given)
    check_honest(given)
    return given


async def _awaited(coroutine: Coroutine[Any, Any, Any]) -> Any:
    return checked(await coroutine)


class Nothing:
    """Equals itself only."""


class Dishonest(Exception):
    pass


def check_honest(value: Any) -> None:
    """Raises Dishonest when something in `value` says that it equals, contains or is ordered around
    just anything.
    """
    waiting: list[tuple[object, int]] = [(value, 0)]
    seen: set[int] = set()
    while waiting and len(seen) < 5000:
        item, depth = waiting.pop()
        kind = type(item)
        if id(item) in seen or kind in _PLAIN:
            continue
        seen.add(id(item))
        if issubclass(kind, NonCallableMock):
            # A look at a mock makes more mocks: one question must do.
            if item == Nothing():
                raise Dishonest("a mock that equals a stranger")
            continue
        if depth < 6:
            waiting += [(part, depth + 1) for part in _parts(item, kind)]
        if kind not in _CONTAINERS:
            _check_one(item, kind)


_USUAL_RESULTS: list[Any] = [*range(-5, 106), 0.5, -1.5, 3.14, "", "a", "hello", [], (), {}, None]
_PLAIN = {int, float, complex, str, bytes, bool, type(None)}
_CONTAINERS = {list, tuple, dict, set, frozenset}


def _parts(item: Any, kind: type[Any]) -> list[Any]:
    mapping: Any = dict
    iterables: tuple[Any, ...] = (list, tuple, set, frozenset)
    if issubclass(kind, mapping):
        return list(mapping.keys(item)) + list(mapping.values(item))
    for base in iterables:
        if issubclass(kind, base):
            return list(base.__iter__(item))
    if _is_foreign(kind):
        try:
            return list(object.__getattribute__(item, "__dict__").values())
        except AttributeError:
            return []
    return []


def _is_foreign(kind: type[Any]) -> bool:
    """Whether a class is the candidate's: not to be found where it says it is from, or with
    behaviour from its code.
    """
    module = sys.modules.get(kind.__module__)
    if kind.__module__ == CANDIDATE_MODULE or getattr(module, kind.__qualname__, None) is not kind:
        return True
    for base in type.__dict__["__mro__"].__get__(kind):
        for value in list(type.__dict__["__dict__"].__get__(base).values()):
            function = getattr(value, "__func__", value)
            if isinstance(function, types.FunctionType):
                file = function.__code__.co_filename
                made = file.startswith("<") and not file.startswith("<frozen")
                if file == CANDIDATE_FILE or made:
                    return True
    return False


def _check_one(item: Any, kind: type[Any]) -> None:
    if kind.__module__ == "unittest.mock" and kind.__name__ == "_ANY":
        raise Dishonest("mock.ANY")
    if type(kind) is not type and _is_foreign(type(kind)):
        raise Dishonest("a metaclass of its own")
    if not _is_foreign(kind):
        return
    strangers = [
        Nothing(),
        3_735_928_559,
        -7.25e77,
        "\0nothing",
        b"\0nothing",
        [Nothing()],
        {"\0nothing": Nothing()},
        (Nothing(),),
    ]
    for base in (int, float, str, bytes, list, tuple):
        if issubclass(kind, base):
            strangers += _neighbours(item, base)
    for stranger in strangers:
        _compare(item, stranger)
    if sum(_says(lambda value=value: item == value) for value in _USUAL_RESULTS) > 2:
        raise Dishonest("it equals many things")
    if item.__class__ is not kind:
        raise Dishonest("it claims another class")


def _neighbours(item: Any, base: type[Any]) -> list[Any]:
    """Plain values of the same kind that are not equal to it."""
    add: Any = base.__add__
    if base in (int, float):
        near = [add(item, base(step)) for step in (-1, 1, 2, 10, 100)]
        return near + [base(step) for step in range(30)]
    extras: dict[type[Any], Any] = {str: "x", bytes: b"x"}
    return [add(item, base(extras.get(base, (0,))))]


def _compare(item: Any, stranger: Any) -> None:
    bases: tuple[Any, ...] = (int, float, str, bytes, list, tuple)
    plain_equal = any(
        issubclass(type(item), base)
        and type(stranger) is base
        and base.__eq__(item, stranger) is True
        for base in bases
    )
    if not plain_equal:
        if _says(lambda: item == stranger) or _says(lambda: stranger == item):
            raise Dishonest("it equals a stranger")
        if _says(lambda: abs(item - stranger) < 1e-7) or _says(
            lambda: round(stranger - item, 7) == 0
        ):
            raise Dishonest("it differs from a stranger by nothing")
        if not _says(lambda: item != stranger, default=True):
            raise Dishonest("it is not unequal to a stranger")
    if _says(lambda: item < stranger) and _says(lambda: item > stranger):
        raise Dishonest("it is below and above a stranger")
    if isinstance(stranger, Nothing) and not _is_iterator(item) and _says(lambda: stranger in item):
        raise Dishonest("it contains a stranger")


def _is_iterator(value: object) -> bool:
    """Then the question what it contains would use it up."""
    return hasattr(type(value), "__next__")


def _says(question: Callable[[], Any], default: bool = False) -> bool:
    """The answer as a truth value; an exception or an array is no answer."""
    try:
        answer = question()
        return bool(answer)
    except Exception:
        return default
