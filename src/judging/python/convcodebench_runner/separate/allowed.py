"""What C may do with objects of the tests, and which classes a reference may claim in T."""

from __future__ import annotations

import functools
import io
import socket
import sqlite3
import sys
import types
import unittest
from typing import Any
from unittest import mock

from . import arrays, reference, tables
from .values import MUTABLE, PLAIN_KINDS
from .wire import class_of

TESTS = "__test__"
REFUSED_ROOTS = {"unittest", "_pytest", "pytest", "mock", "convcodebench_runner", TESTS, "__main__"}
# Libraries whose subclasses of plain types a reference may claim to be.
CLAIMED_MODULES = {
    *("matplotlib.container", "sklearn.utils", "sklearn.utils._bunch", "nltk.probability"),
    *("requests.structures", "bs4.element", "werkzeug.datastructures", "http.cookies"),
    *("http.cookiejar", "shelve", "email.message", "configparser", "seaborn.axisgrid"),
    *("collections", "_io", "django.http.response", "numpy", "geopandas.geodataframe"),
    *("geopandas.geoseries", "networkx.classes.reportviews", "os", "scipy.stats._stats_py"),
    *("scipy.stats._stats_mstats_common", "scipy.optimize._optimize", "scipy.optimize"),
    *("urllib.parse", "time", "sys"),
}
MOCK_CONTROL = set(
    "attach_mock await_args await_args_list await_count call_args call_args_list call_count called "
    "configure_mock method_calls mock_add_spec mock_calls reset_mock return_value side_effect "
    "mock".split()
)
_FILE = set(
    "read readline readlines write writelines seek tell flush close truncate getvalue closed name "
    "mode encoding readable writable seekable read1 readinto getbuffer isatty detach newlines "
    "errors line_buffering fileno".split()
)
_SOCKET = set(
    "recv send sendall close accept bind listen connect connect_ex settimeout gettimeout "
    "setblocking getsockname getpeername recvfrom sendto shutdown makefile setsockopt "
    "fileno".split()
)
_DATABASE = set(
    "execute executemany executescript cursor commit rollback close fetchone fetchall fetchmany "
    "description rowcount lastrowid total_changes row_factory connection arraysize in_transaction "
    "isolation_level".split()
)
_INTERFACES = {"file": _FILE, "socket": _SOCKET, "database": _DATABASE}
_BLOCK, _ITERATION = {"__enter__", "__exit__"}, {"__iter__", "__next__"}
_SPECIAL = {
    "file": _BLOCK | _ITERATION,
    "socket": _BLOCK,
    "database": _BLOCK | _ITERATION,
    "iterator": _ITERATION,
    "lock": _BLOCK,
}
_EMPTY: tuple[Any, ...] = ([], (), {}, set[Any](), "", range(1))
_ITERATORS: tuple[Any, ...] = (
    *(types.GeneratorType, zip, map, filter, enumerate),
    *(class_of(iter(each)) for each in _EMPTY),
)
_FUNCTION_NAMES = {"__name__", "__doc__", "__qualname__"}


def made_by_tests(value: Any) -> bool:
    return getattr(value, "__module__", None) == TESTS


def kind_of(value: Any) -> str | None:
    """What an object of the tests is to C; None for one that it may not touch."""
    kind = class_of(value)
    if isinstance(value, mock.NonCallableMock):
        return None if value._mock_wraps is not None else "mock"
    if isinstance(value, (types.FunctionType, functools.partial, types.MethodType)):
        return _kind_of_function(value)
    if isinstance(value, types.BuiltinMethodType):
        return "interface" if _is_bound_to_interface(value.__self__) else None
    if isinstance(value, unittest.TestCase):
        return None
    if isinstance(value, type):
        return "class" if made_by_tests(value) else None
    if isinstance(value, io.IOBase) or kind.__name__ == "_TemporaryFileWrapper":
        return "file"
    if isinstance(value, socket.socket):
        return "socket"
    if isinstance(value, (sqlite3.Connection, sqlite3.Cursor)):
        return "database"
    if isinstance(value, _ITERATORS):
        return "iterator"
    if made_by_tests(kind):
        return "instance"
    return "lock" if kind.__module__ in ("threading", "_thread") else None


def _kind_of_function(value: Any) -> str | None:
    if isinstance(value, functools.partial):
        return "function" if made_by_tests(value.func) else None
    if isinstance(value, types.MethodType):
        if made_by_tests(value.__func__) or isinstance(value.__self__, mock.NonCallableMock):
            return "function"
        return "interface" if kind_of(value.__self__) in _INTERFACES else None
    own = made_by_tests(value) or str(value.__module__).startswith("unittest.mock")
    return "function" if own else None


def _is_bound_to_interface(bound_to: Any) -> bool:
    if bound_to is None or isinstance(bound_to, types.ModuleType):
        return False
    return kind_of(bound_to) in _INTERFACES or class_of(bound_to) in MUTABLE


def may(value: Any, how: str, name: str) -> bool:
    """Whether C may do that with an object of the tests. `how`: call, get, set or special."""
    kind = kind_of(value)
    if kind == "mock":
        return how in ("call", "special") or _may_see_of_mock(value, name)
    if kind in ("function", "interface"):
        return how == "call" or (how == "get" and name in _FUNCTION_NAMES)
    if kind == "class":
        return how == "call" or (how == "get" and (not name.startswith("_") or name == "__name__"))
    if kind == "instance":
        return _may_with_instance(value, how, name)
    if how == "special":
        return name in _SPECIAL.get(kind or "", ())
    if kind in _INTERFACES:
        sets = how == "set" and name == "row_factory"
        return (how == "get" or sets) and name in _INTERFACES[kind]
    if kind == "lock":
        return how == "get" and not name.startswith("_")
    return kind == "iterator" and how == "get" and name == "close"


def _may_see_of_mock(value: Any, name: str) -> bool:
    if name.startswith(("assert", "__", "_mock", "_spec")) or name in MOCK_CONTROL:
        return False
    return not (name.startswith("_") and hasattr(class_of(value), name))


def _may_with_instance(value: Any, how: str, name: str) -> bool:
    kind = class_of(value)
    if how == "call":
        return any("__call__" in vars(each) for each in kind.__mro__[:-1])
    if how == "special":
        method = getattr(kind, name, None)
        by_tests = isinstance(method, types.FunctionType) and made_by_tests(method)
        return by_tests or kind.__mro__[1] in (dict, list, set, tuple, str, int, float)
    return (name == "__dict__" and how == "get") or not name.startswith("_")


def may_claim(kind: type) -> bool:
    """Whether a reference may be an instance of that class in T's eyes: never of one whose values
    are compared, nor of unittest's.
    """
    plain = (set(PLAIN_KINDS.values()) - {object}) | arrays.kinds() | tables.frame_kinds()
    if any(arrays.is_array_kind(each) for each in kind.__mro__):
        plain.add(kind)
    if kind in plain or issubclass(kind, reference.Reference):
        return False
    if kind.__module__.split(".")[0] in REFUSED_ROOTS:
        return False
    extends_plain = any(each in plain for each in kind.__mro__[:-1])
    return not extends_plain or kind.__module__ in CLAIMED_MODULES


def global_name(value: Any) -> list[str] | None:
    """`[module, qualified name]` of what is to be found there; None for anything else."""
    module, path = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if arrays.is_ufunc(value):
        module, path = "numpy", value.__name__
    if type(module) is not str or type(path) is not str or module not in sys.modules:
        return None
    at: Any = sys.modules[module]
    for part in path.split("."):
        at = getattr(at, part, None)
    return [module, path] if at is value else None
