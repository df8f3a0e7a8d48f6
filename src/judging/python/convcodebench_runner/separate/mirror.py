"""What the tests change in their own process and the program must see too. Each change of a kind
below is made in T as ever, and then in C.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import os
import sys
import types
from typing import Any
from unittest import mock

from . import allowed, reference
from .tests import NotSeparable, TestsEnd
from .values import name_of_class
from .wire import Gone, class_of

PYPLOT, DJANGO = "matplotlib.pyplot", "django.conf"
MIRRORED = (PYPLOT, DJANGO)
# Of pyplot, what acts on a current figure: that of the program.
PYPLOT_FUNCTIONS = (
    "gcf gca get_fignums get_figlabels fignum_exists close clf cla figure subplots subplot axes "
    "show savefig draw gci title xlabel ylabel plot pause ion ioff isinteractive xticks yticks "
    "legend switch_backend getp setp"
).split()
_GONE = (Gone, NotSeparable)


class Mirror:
    """`names`: the globals of the tests; `module`: their module."""

    def __init__(self, end: TestsEnd, module: types.ModuleType, entry_point: str) -> None:
        self._end, self._module, self._entry_point = end, module, entry_point
        self._names = vars(module)
        self._tokens = 0

    def install(self) -> None:
        """Before the tests are imported."""
        self._mirror_patches()
        self._mirror_patched_dicts()
        self._mirror_log_levels()

    def install_for_libraries(self, text: str) -> None:
        """For what the tests and their prelude have loaded, or speak of."""
        pyplot: Any = sys.modules.get(PYPLOT)
        if pyplot is None and PYPLOT in text:
            with contextlib.suppress(ImportError):
                pyplot = importlib.import_module(PYPLOT)
        if pyplot is not None:
            for name in PYPLOT_FUNCTIONS:
                setattr(pyplot, name, self._forwarded(PYPLOT, name))
        if "django" in text:
            with contextlib.suppress(ImportError):
                self._mirror_django(importlib.import_module(DJANGO))

    def _forwarded(self, module: str, name: str) -> Any:
        end = self._end

        def forwarded(*arguments: Any, **keywords: Any) -> Any:
            end.note(f"{module}.{name}")
            return end.ask("global", [module, name], list(arguments), keywords)

        forwarded.__name__ = forwarded.__qualname__ = name
        return forwarded

    def _mirror_django(self, conf: Any) -> None:
        configure, end = conf.LazySettings.configure, self._end

        def configured(settings: Any, *arguments: Any, **keywords: Any) -> None:
            end.note("django settings")
            configure(settings, *arguments, **keywords)
            end.ask("global", [DJANGO, "settings.configure"], list(arguments), keywords)

        conf.LazySettings.configure = configured

    # unittest.mock

    def _mirror_patches(self) -> None:
        patch: Any = getattr(mock, "_patch")  # noqa: B009
        enter, leave = patch.__enter__, patch.__exit__

        def entered(patched: Any) -> Any:
            try:
                result = enter(patched)
            except AttributeError:  # C's module may have what T's has not
                if patched.target is self._module:
                    self._end.mark(f"patch of {patched.attribute}, which is the program's alone")
                raise
            patched._mirrored = self._patch(patched)
            return result

        def left(patched: Any, *error: Any) -> Any:
            token: Any = _own(patched).pop("_mirrored", None)
            if token is not None:
                with contextlib.suppress(*_GONE):
                    self._end.ask("unpatch", token)
            return leave(patched, *error)

        patch.__enter__, patch.__exit__ = entered, left

    def _patch(self, patched: Any) -> int | None:
        """The token of a patch that was made in C too; None for one that is T's matter alone."""
        target, attribute = patched.target, patched.attribute
        if target is self._module and attribute == self._entry_point:
            return None
        if reference.is_reference(target) or self._is_of_tests(target):
            return None
        where = _place_of(target)
        if where is None:
            self._end.mark(f"patch of an object: {name_of_class(class_of(target))}.{attribute}")
            return None
        self._end.note("patch")
        is_namespace = isinstance(target, (types.ModuleType, type))
        new = vars(target).get(attribute) if is_namespace else getattr(target, attribute)
        self._tokens += 1
        self._end.ask("patch", [*where, attribute, self._tokens], new)
        return self._tokens

    def _is_of_tests(self, target: Any) -> bool:
        if isinstance(target, mock.NonCallableMock) or allowed.made_by_tests(class_of(target)):
            return True
        name = getattr(target, "__qualname__", None)
        return allowed.made_by_tests(target) and self._names.get(str(name)) is target

    def _mirror_patched_dicts(self) -> None:
        patch: Any = getattr(mock, "_patch_dict")  # noqa: B009
        enter, leave = patch._patch_dict, patch._unpatch_dict

        def entered(patched: Any) -> None:
            enter(patched)
            patched._mirrored = self._name_of_dict(patched.in_dict)
            if patched._mirrored is not None:
                self._end.note("patch")
                self._end.ask("dict", patched._mirrored, dict(patched.in_dict))

        def left(patched: Any) -> None:
            leave(patched)
            if _own(patched).get("_mirrored") is not None:
                with contextlib.suppress(*_GONE):
                    self._end.ask("dict", patched._mirrored, dict(patched.in_dict))

        patch._patch_dict, patch._unpatch_dict = entered, left

    def _name_of_dict(self, wanted: Any) -> list[str] | None:
        """Where C finds it; None for the environment, which crosses anyway, and for what is the
        tests' own.
        """
        if wanted is os.environ:
            return None
        loaded: list[tuple[str, Any]] = list(sys.modules.items())
        for name, module in loaded:
            if isinstance(module, types.ModuleType):
                for key, value in list(vars(module).items()):
                    if value is wanted and not key.startswith("__"):
                        return [name, key]
        return None

    # assertLogs

    def _mirror_log_levels(self) -> None:
        context: Any = importlib.import_module("unittest._log")._AssertLogsContext
        enter, leave, end = context.__enter__, context.__exit__, self._end

        def name_of(logs: Any) -> str:
            return "" if logs.logger.name == "root" else logs.logger.name

        def entered(logs: Any) -> Any:
            result = enter(logs)
            end.note("assertLogs")
            logs._mirrored = end.ask("log level", name_of(logs), logs.level)
            return result

        def left(logs: Any, *error: Any) -> Any:
            before = logs._mirrored
            with contextlib.suppress(*_GONE):
                end.ask("log level", name_of(logs), before if type(before) is int else 0)
            return leave(logs, *error)

        context.__enter__, context.__exit__ = entered, left


def _own(value: Any) -> dict[str, Any]:
    return value.__dict__


def _place_of(target: Any) -> list[str] | None:
    if isinstance(target, types.ModuleType):
        return [target.__name__, ""]
    if isinstance(target, type):
        return [target.__module__, target.__qualname__]
    return allowed.global_name(target)


class TypesAsked(ast.NodeTransformer):
    """`type(x)` -> `TYPE_OF(x)`: of a reference, the class that it may claim to be."""

    NAME = "\0type"

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        function = node.func
        if isinstance(function, ast.Name) and function.id == "type":
            if len(node.args) == 1 and not node.keywords:
                node.func = ast.copy_location(ast.Name(self.NAME, ast.Load()), function)
        return node


def type_of(value: Any) -> type[Any]:
    kind = class_of(value)
    return value.__class__ if reference.is_reference(value) else kind
