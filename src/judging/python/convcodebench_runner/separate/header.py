"""What tests read that stands in no text of theirs: the program has it, or the problem's header."""

from __future__ import annotations

import ast
import builtins
import contextlib
import importlib
import symtable
import types
from collections.abc import Iterable
from typing import Any

from .. import traceback_text
from . import reference
from .mirror import MIRRORED
from .tests import OWN_OBJECT, NotSeparable, TestsEnd
from .wire import class_of


def load_libraries(names: Iterable[str]) -> None:
    """Loads what the problem's texts import or `mirror` will, while imports may still look where a
    library says, as OpenCV does for a part of itself; what fails here they will hear of themselves.
    """
    for name in names:
        with contextlib.suppress(Exception, SystemExit):
            importlib.import_module(name)


def libraries_of(text: str) -> list[str]:
    """What a text imports or `mirror` will for it; of one that does not compile only the latter."""
    try:
        imported = libraries_in(ast.walk(ast.parse(text)))
    except Exception:
        imported = []
    return [*mirrored_of(text), *imported]


def mirrored_of(text: str) -> list[str]:
    return [name for name in MIRRORED if name in text]


def libraries_in(nodes: Iterable[ast.AST]) -> list[str]:
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
    return sorted(found)


class Header:
    """`text`: Python that is the problem's; `""` where it runs as the prelude, on both sides."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._names: dict[str, Any] | None = None

    def add_missing_names(self, end: TestsEnd, test: str, names: dict[str, Any]) -> None:
        """Names that the tests read and only the candidate's module can define. A library that
        both have is the tests' own; else values, or references.
        """
        for name in sorted(_missing(test, set(names))):
            try:
                own = self._own().get(name)
                where = _origin_of(own)
                if where is not None and end.ask("holds", [name, *where]) is True:
                    names[name] = own
                    continue
                value = end.ask("name", name)
            except (KeyError, NotSeparable):
                continue  # who reads it will see
            names[name] = value
            if not _is_same_value(value, own):
                end.note(f"name: {name}")
            if reference.is_reference(value):
                end.note(OWN_OBJECT)  # by which tests compare, catch, or tell classes apart

    def _own(self) -> dict[str, Any]:
        if self._names is None:
            self._names = {"__builtins__": builtins, "__name__": "__test__"}
            with contextlib.suppress(Exception):
                code = compile(self._text, traceback_text.PRELUDE, "exec", dont_inherit=True)
                exec(code, self._names)
        return self._names


def _missing(test: str, defined: set[str]) -> set[str]:
    """The globals that the tests read and nothing of theirs binds. A method is no global."""
    module = symtable.symtable(test, "tests", "exec")
    read: set[str] = set()
    bound = defined | set(vars(builtins))
    waiting = [module]
    while waiting:
        scope = waiting.pop()
        waiting += scope.get_children()
        for symbol in scope.get_symbols():
            if scope is not module and not symbol.is_global():
                continue
            if symbol.is_referenced():
                read.add(symbol.get_name())
            if symbol.is_assigned() or symbol.is_imported():
                bound.add(symbol.get_name())
    return read - bound


def _origin_of(value: Any) -> list[str] | None:
    """Where a module, class or function of a library is from; None for anything else."""
    if isinstance(value, types.ModuleType):
        return [value.__name__, ""]
    if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)):
        module: Any = value.__module__
        if isinstance(module, str) and module != "__test__":
            return [module, value.__qualname__]
    return None


def _is_same_value(value: Any, own: Any) -> bool:
    """Whether what the program has is what the header gives, by a comparison of plain values."""
    if reference.is_reference(value) or class_of(value) is not class_of(own):
        return False
    return class_of(value) in (str, int, float, bool, tuple, list, dict, set) and value == own
