"""Second layer: what tests rely on is as it was before the candidate's code ran. The snapshot is
taken in the server, once.
"""

from __future__ import annotations

import importlib
import sys
import types
from collections.abc import Collection, Mapping
from typing import Any, TypeAlias
from unittest import async_case, mock

from . import recorder

# Few names on purpose: in a forked process each look at an object costs a copy of its page.
UNITTEST = [
    "unittest",
    "unittest.case",
    "unittest.suite",
    "unittest.loader",
    "unittest.util",
    async_case.__name__,
]
MOCK = mock.__name__
RELIED_ON = [
    "builtins",
    "math",
    "json",
    "re",
    "posixpath",
    "contextlib",
    "copy",
    "numpy.testing",
    "numpy.testing._private.utils",
    "pandas.testing",
    "pandas._testing.asserters",
]
OPEN_TO_TESTS = {"maxDiff", "longMessage"}  # settings of TestCase, for tests to change
MAY_CHANGE = {"builtins": {"_"}}
CALLABLES = (
    types.FunctionType,
    types.BuiltinFunctionType,
    type,
    staticmethod,
    classmethod,
    property,
)


Names: TypeAlias = "Mapping[str, Any]"
Inside: TypeAlias = "tuple[Any, ...]"  # code, defaults and closure of a function


class Snapshot:
    """`exact`: (names, name, value, inside) that must stay to the last instruction; `strict`,
    `lenient`: (names, name, value) that must stay, the lenient ones but for mocks where tests may
    leave one in place.
    """

    def __init__(self) -> None:
        self.modules = [
            (name, sys.modules[name])
            for name in [*UNITTEST, MOCK, *RELIED_ON]
            if name in sys.modules
        ]
        self.exact: list[tuple[Names, str, Any, Inside | None]] = []
        self.strict: list[tuple[Names, str, Any]] = []
        self.lenient: list[tuple[Names, str, Any]] = []
        kinds: list[type] = [recorder.Recorder]
        for name, module in self.modules:
            group = self.lenient if name in RELIED_ON else self.strict
            for key, value in _callables(vars(module), MAY_CHANGE.get(name, ())):
                group.append((vars(module), key, value))
            if name in (*UNITTEST, MOCK):
                kinds += _classes_of(module)
        # In one order always: what has changed is told by the first name.
        for kind in dict.fromkeys(kinds):
            self._take_class(kind)

    def include(self, bases: list[list[str]], functions_used: list[list[str]]) -> None:
        """Adds what the tests of one job rely on besides, each as [module, name]: library classes
        that their own are made from, and functions of modules that are loaded already. What an
        import raises, the tests' own will too.
        """
        for module, name in bases:
            try:
                kind = getattr(importlib.import_module(module), name)
            except BaseException:
                continue
            for each in kind.__mro__[:-1] if isinstance(kind, type) else ():
                self._take_class(each)
        for module, name in functions_used:
            names = vars(sys.modules.get(module, self))
            if module in sys.modules and issubclass(
                type(names.get(name)), CALLABLES
            ):  # not isinstance: lazy objects answer for themselves
                self.lenient.append((names, name, names[name]))

    def _take_class(self, kind: type) -> None:
        for name, value in _callables(vars(kind), OPEN_TO_TESTS):
            if kind.__module__ == MOCK:
                self.strict.append((vars(kind), name, value))
            else:
                self.exact.append((vars(kind), name, value, _inside(value)))

    def changed(self, mocks_allowed: bool) -> str | None:
        """What is no longer as it was, in words; None when all is."""
        for name, module in self.modules:
            if sys.modules.get(name) is not module:
                return f"sys.modules[{name!r}]"
        for names, name, value, inside in self.exact:
            if names.get(name) is not value or _inside(value) != inside:
                return name
        for names, name, value in self.strict:
            if names.get(name) is not value:
                return name
        for names, name, value in self.lenient:
            if names.get(name) is not value and not (mocks_allowed and _is_mock(names.get(name))):
                return name
        return None


def _classes_of(module: types.ModuleType) -> list[type]:
    kinds = [value for value in vars(module).values() if isinstance(value, type)]
    return [kind for kind in kinds if kind.__module__ == module.__name__]


def _callables(names: Mapping[str, Any], free: Collection[str]) -> list[tuple[str, Any]]:
    return [
        (name, value)
        for name, value in names.items()
        if isinstance(value, CALLABLES) and name not in free
    ]


def _is_mock(value: Any) -> bool:
    return type(value).__module__ == MOCK


def _inside(value: Any) -> Inside | None:
    """What makes a Python function do what it does; None for anything else."""
    function: Any = value
    if isinstance(value, (staticmethod, classmethod)):
        function = function.__func__
    if not isinstance(function, types.FunctionType):
        return None
    return (function.__code__, function.__defaults__, function.__closure__)
