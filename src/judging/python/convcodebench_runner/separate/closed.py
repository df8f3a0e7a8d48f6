"""Ways by which text or bytes of the program could come to run in T, closed."""

from __future__ import annotations

import ast
import importlib.machinery
import sys
from collections.abc import Iterable
from typing import Any

from .tests import NotSeparable, TestsEnd

# What a pickle may name: enough for plain values and arrays. It can set attributes of what it names
# too, so no class is among it that is written in Python, by which others compare.
_PICKLED = {
    *(
        ("builtins", name)
        for name in ("set", "frozenset", "complex", "bytearray", "range", "slice")
    ),
    *(("collections", name) for name in ("OrderedDict", "defaultdict", "deque")),
    *(("datetime", name) for name in ("date", "datetime", "time", "timedelta", "timezone")),
    *(("numpy", name) for name in ("dtype", "ndarray")),
    *(
        (f"numpy.{core}.{module}", name)
        for core in ("core", "_core")
        for module, name in (
            *(("multiarray", "_reconstruct"), ("multiarray", "scalar")),
            ("numeric", "_frombuffer"),
        )
    ),
    *(("decimal", "Decimal"), ("_codecs", "encode"), ("copyreg", "__newobj__")),
}
_RUNS_TEXT = {"exec", "eval", "compile", "__import__"}
_RUNS_FILES = {
    *("runpy", "import_module", "spec_from_file_location", "run_path", "reload"),
    *("SourceFileLoader", "SourcelessFileLoader", "ExtensionFileLoader", "fileConfig"),
}


def watch_pickles(end: TestsEnd) -> None:
    """From now on a pickle that names more than plain values is refused."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event != "pickle.find_class":
            return
        module, name = arguments
        if (module, name) not in _PICKLED:
            end.mark(f"a pickle names {module}.{name}")
            raise NotSeparable(f"a pickle names {module}.{name}")
        end.note("pickle read by the tests")

    sys.addaudithook(hook)


def watch_yaml(end: TestsEnd) -> None:
    """From now on YAML that names something of Python is refused: it may equal everything."""
    yaml: Any = sys.modules.get("yaml.constructor")
    if yaml is None:
        return

    def refuse(_constructor: Any, name: Any, *_more: Any, **_named: Any) -> Any:
        return end.fail(f"YAML names {name}")

    for way in ("find_python_name", "find_python_module", "make_python_instance"):
        setattr(yaml.FullConstructor, way, refuse)


def fix_imports() -> None:
    """From now on imports look where they look now, whatever path the program names."""
    finder, fixed = importlib.machinery.PathFinder, list(sys.path)

    class Fixed:
        @staticmethod
        def find_spec(name: str, path: Any = None, target: Any = None) -> Any:
            return finder.find_spec(name, fixed if path is None else path, target)

        @staticmethod
        def invalidate_caches() -> None:
            finder.invalidate_caches()

        @staticmethod
        def find_distributions(*context: Any) -> Any:
            return finder.find_distributions(*context)

    metapath: list[Any] = sys.meta_path
    metapath[:] = [Fixed if each is finder else each for each in metapath]


def runs_text(tests: Iterable[ast.AST]) -> str | None:
    """A name in the tests by which they may run what the program wrote; None for none."""
    for node in tests:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in _RUNS_TEXT:
                return node.func.id
        name = getattr(node, "attr", None) or getattr(node, "id", None)
        if name in _RUNS_FILES:
            return name
        if isinstance(node, ast.alias) and node.name.split(".")[-1] in _RUNS_FILES:
            return node.name
    return None
