"""Second layer: what tests rely on is as it was before the candidate's code ran. The snapshot is
taken in the server, once.
"""

from __future__ import annotations

import builtins
import importlib
import sys
import types
import unittest
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


def shadow_builtins() -> None:
    """unittest's own code finds the real `isinstance`, `len` and so on in its modules, whatever
    becomes of builtins.
    """
    for name in UNITTEST[1:]:
        names = vars(sys.modules[name])
        for builtin in _names_used(names):
            if hasattr(builtins, builtin):
                names.setdefault(builtin, getattr(builtins, builtin))


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
        self.classes: set[type] = set()
        self.looked_up: list[tuple[type, str, Any]] = []
        for name, module in self.modules:
            group = self.lenient if name in RELIED_ON else self.strict
            for key, value in _callables(vars(module), MAY_CHANGE.get(name, ())):
                group.append((vars(module), key, value))
            if name in (*UNITTEST, MOCK):
                self._take_classes(module)
        self._take_class(recorder.Recorder)
        case = unittest.TestCase
        self.keys: list[tuple[Names, frozenset[str]]] = [(vars(case), frozenset(vars(case)))]
        self.strict.append((vars(case), "failureException", case.failureException))
        self.asserts: dict[str, Any] = {
            name: value for name, value in vars(case).items() if _is_assertion(name, value)
        }
        self.inherited = frozenset(
            name for name, value in vars(case).items() if isinstance(value, CALLABLES)
        )
        self.below: list[tuple[Names, frozenset[str]]] = []

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
            for each in reversed(kind.__mro__[:-1]) if isinstance(kind, type) else ():
                if each not in self.classes:
                    self._take_class(each)
                    own = {
                        name: value
                        for name, value in vars(each).items()
                        if _is_assertion(name, value)
                    }
                    self.asserts.update(
                        own if issubclass(each, unittest.TestCase) else {**own, **self.asserts}
                    )
        for module, name in functions_used:
            names = vars(sys.modules.get(module, self))
            if module in sys.modules and issubclass(
                type(names.get(name)), CALLABLES
            ):  # not isinstance: lazy objects answer for themselves
                self.lenient.append((names, name, names[name]))
        pandas = sys.modules.get("pandas")
        for kind in (pandas.DataFrame, pandas.Series, pandas.Index) if pandas is not None else ():
            self.looked_up += [(kind, name, getattr(kind, name)) for name in ("equals", "__eq__")]

    def watch(self, cases: type) -> None:
        """From now on no class between the tests and unittest.TestCase may gain what would stand in
        front of unittest's own.
        """
        kinds = [kind for kind in cases.__mro__[:-1] if kind is not unittest.TestCase]
        self.below = [(vars(kind), self.inherited.intersection(vars(kind))) for kind in kinds]

    def _take_classes(self, module: types.ModuleType) -> None:
        for value in list(vars(module).values()):
            if (
                isinstance(value, type)
                and value not in self.classes
                and value.__module__ == module.__name__
            ):
                self._take_class(value)

    def _take_class(self, kind: type) -> None:
        self.classes.add(kind)
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
        for names, known in self.keys:
            for name in names:
                if name not in known and name not in OPEN_TO_TESTS:
                    return f"TestCase.{name}"
        for names, name, value, inside in self.exact:
            if names.get(name) is not value or _inside(value) != inside:
                return name
        for names, name, value in self.strict:
            if names.get(name) is not value:
                return name
        for names, name, value in self.lenient:
            if names.get(name) is not value and not (mocks_allowed and _is_mock(names.get(name))):
                return name
        for kind, name, value in self.looked_up:
            if getattr(kind, name) is not value and not (
                mocks_allowed and _is_mock(getattr(kind, name))
            ):
                return name
        for names, known in self.below:
            for name in names:
                if name in self.inherited and name not in known:
                    return name
        if sys.gettrace() is not None or sys.getprofile() is not None:
            return "sys.settrace"
        return None

    def bind_asserts(self, test: unittest.TestCase, overridden: Collection[str]) -> dict[str, Any]:
        """Gives one test case the real assertion methods as its own, in front of whatever its class
        holds by now.
        """
        own = object.__getattribute__(test, "__dict__")
        for name, function in self.asserts.items():
            if name not in overridden:
                own[name] = types.MethodType(function, test)
        return {name: own[name] for name in self.asserts if name in own}


def _names_used(module_names: Mapping[str, Any]) -> set[str]:
    """The global names that the code of a module's functions and classes uses."""
    waiting = [
        value.__code__ for value in module_names.values() if isinstance(value, types.FunctionType)
    ]
    for value in module_names.values():
        if isinstance(value, type) and value.__module__ == module_names["__name__"]:
            waiting += [
                inside[0] for inside in map(_inside, vars(value).values()) if inside is not None
            ]
    names: set[str] = set()
    while waiting:
        code = waiting.pop()
        names.update(code.co_names)
        waiting += [const for const in code.co_consts if isinstance(const, types.CodeType)]
    return names


def _callables(names: Mapping[str, Any], free: Collection[str]) -> list[tuple[str, Any]]:
    return [
        (name, value)
        for name, value in names.items()
        if isinstance(value, CALLABLES) and name not in free
    ]


def _is_assertion(name: str, value: Any) -> bool:
    starts = ("assert", "fail", "_baseAssert", "_getAssert", "_formatMessage", "_truncateMessage")
    return isinstance(value, types.FunctionType) and name.startswith(starts)


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
