"""What the source of the test module promises, read outside the job: names, markers, skips, and its
compiled code. It is parsed once for all who need to know something of it.
"""

from __future__ import annotations

import ast
import marshal
import secrets
import warnings
from collections.abc import Iterable, Sequence
from typing import TypeAlias

TOKEN_BYTES = 16
MARKER = "\0convcodebench marker"
TEMPORARY = "\0returned"

Method: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"
Imported: TypeAlias = "dict[str, str | None]"  # name in the tests -> what it stands for


class TestModule:
    """`names` in source order; `tokens`: name -> secret that only reaching the end of that test
    gives away; `skips`, `expected_failures`: the names whose decorators ask for it; `code`:
    marshalled code object, lines counted from 1; `nodes`: of its tree, as it was written;
    `imports`: those at module level; `may_skip`: whether any of the code speaks of skipping;
    `mocks_allowed`: whether a mock may outlast a test.
    """

    def __init__(self, test: str, change: ast.NodeTransformer | None = None) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(test, "__test__.py")
            self.nodes = nodes = list(ast.walk(tree))
            self.imports = [
                node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))
            ]
            cases = _test_cases(tree)
            methods = _methods(cases)
            self.names = list(methods)
            self.tokens = {name: secrets.token_hex(TOKEN_BYTES) for name in methods}
            class_decorators = _decorators(cases)
            asked = {
                name: _decorators(method) | class_decorators for name, method in methods.items()
            }
            self.skips = {name for name in methods if _asks(asked[name], "skip")}
            self.expected_failures = {
                name for name in methods if _asks(asked[name], "expectedFailure")
            }
            for name, method in methods.items():
                _mark_ends(method, self.tokens[name])
            self.may_skip = "skip" in test.lower() and any(
                _speaks_of_skipping(node) for node in nodes
            )
            self.mocks_allowed = "patch" in test and ("setUpClass" in test or "setUpModule" in test)
            if change is not None:
                tree = change.visit(tree)
            self.code = marshal.dumps(compile(tree, "__test__.py", "exec", dont_inherit=True))

    @property
    def bases(self) -> list[tuple[str, str]]:
        """[module, name] of each imported class that one of the tests' is made from."""
        classes = [node for node in self.nodes if isinstance(node, ast.ClassDef)]
        return _imported_bases(classes, _imported_names(self.nodes))

    @property
    def functions_used(self) -> list[tuple[str, str]]:
        """[module, name] of what the tests take from imported modules."""
        return _functions_used(self.nodes, _imported_names(self.nodes))


def read_tests(test: str, change: ast.NodeTransformer | None = None) -> TestModule:
    """The tests' module; where the tests do not compile one without any tests. `change`: what is
    done to the tests' tree last.
    """
    try:
        return TestModule(test, change)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return TestModule("")


def error_in_tests(test: str, first_line: int) -> BaseException | None:
    """What compiling the tests raises, with line numbers of the joined file; None when nothing."""
    try:
        compile("\n" * (first_line - 1) + test, "__test__.py", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return error
    return None


def line_after(code: str) -> int:
    """The line at which a text begins that follows `code` and a newline, as Python counts lines."""
    return (code + "\n").replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1


def _test_cases(tree: ast.Module) -> ast.ClassDef | None:
    """The last class `TestCases` of the module, or None."""
    found = None
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == "TestCases":
            found = node
    return found


def _methods(cases: ast.ClassDef | None) -> dict[str, Method]:
    """Test methods by name; of a duplicate the last definition, at its place."""
    methods: dict[str, Method] = {}
    for node in cases.body if cases else []:
        is_function = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        if is_function and node.name.startswith("test"):
            methods.pop(node.name, None)
            methods[node.name] = node
    return methods


def _imported_bases(classes: Iterable[ast.ClassDef], imported: Imported) -> list[tuple[str, str]]:
    """`from library import Case as C; class TestCases(C)` -> [("library", "Case")]; unittest's own
    classes are known anyway.
    """
    found = {_resolved(base, imported) for node in classes for base in node.bases}
    return sorted(
        each for each in found if each is not None and each[0].split(".")[0] != "unittest"
    )


def _functions_used(nodes: Iterable[ast.AST], imported: Imported) -> list[tuple[str, str]]:
    """`import numpy as np; np.allclose(...)` -> [("numpy", "allclose")]."""
    found = {
        _resolved(node, imported) for node in nodes if isinstance(node, (ast.Attribute, ast.Name))
    }
    return sorted(each for each in found if each is not None)


def _imported_names(nodes: Iterable[ast.AST]) -> Imported:
    """Name in the tests -> what it stands for, with its module."""
    imported: Imported = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            for name in node.names:
                imported[name.asname or name.name.split(".")[0]] = name.asname and name.name
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for name in node.names:
                imported[name.asname or name.name] = f"{node.module}.{name.name}"
    return imported


def _resolved(node: ast.AST, imported: Imported) -> tuple[str, str] | None:
    """(module, name) of a dotted name that begins with an imported one; None for anything else."""
    rest: list[str] = []
    while isinstance(node, ast.Attribute):
        rest.insert(0, node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in imported:
        return None
    module, dot, name = ".".join([imported[node.id] or node.id, *rest]).rpartition(".")
    return (module, name) if dot else None


def _speaks_of_skipping(node: ast.AST) -> bool:
    names = (getattr(node, "id", None), getattr(node, "attr", None), getattr(node, "name", None))
    return any(isinstance(name, str) and "skip" in name.lower() for name in names)


def _decorators(node: Method | ast.ClassDef | None) -> set[str]:
    """Last names of the decorators: `unittest.skipIf(...)` -> `skipIf`."""
    names: set[str] = set()
    for decorator in node.decorator_list if node else []:
        named = decorator.func if isinstance(decorator, ast.Call) else decorator
        names.add(named.attr if isinstance(named, ast.Attribute) else getattr(named, "id", ""))
    return names


def _asks(decorators: set[str], what: str) -> bool:
    return any(name.startswith(what) for name in decorators)


def _mark_ends(method: Method, token: str) -> None:
    """Every way of leaving the method normally first tells the marker its token. Lines stay as they
    are.
    """
    method.body = [*_Returns(token).in_body(method.body), _marker(token, method.body[-1])]


def _marker(token: str, at: ast.stmt) -> ast.Expr:
    call = ast.Call(func=ast.Constant(MARKER), args=[ast.Constant(token)], keywords=[])
    node = ast.Expr(call)
    line = getattr(at, "end_lineno", at.lineno)
    where = {"lineno": line, "end_lineno": line, "col_offset": 0, "end_col_offset": 0}
    for part in ast.walk(node):
        vars(part).update(where)
    return node


class _Returns(ast.NodeTransformer):
    """`return x` -> `r = x; marker(token); return r`, but for functions and classes inside."""

    def __init__(self, token: str) -> None:
        self.token = token

    def in_body(self, body: Sequence[ast.stmt]) -> list[ast.stmt]:
        done: list[ast.stmt] = []
        for node in body:
            changed: ast.stmt | list[ast.stmt] = self.visit(node)
            done.extend(changed if isinstance(changed, list) else [changed])
        return done

    def _leave(self, node: ast.AST) -> ast.AST:
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = visit_Lambda = _leave

    def visit_Return(self, node: ast.Return) -> list[ast.stmt]:
        if node.value is None:
            return [_marker(self.token, node), node]
        kept = ast.copy_location(
            ast.Assign(targets=[ast.Name(TEMPORARY, ast.Store())], value=node.value), node
        )
        back = ast.copy_location(ast.Return(ast.Name(TEMPORARY, ast.Load())), node)
        return [
            ast.fix_missing_locations(kept),
            _marker(self.token, node),
            ast.fix_missing_locations(back),
        ]
