"""Prints a digest of the runner's code in FOLDER: python runner-digest.py FOLDER

Comments, docstrings, annotations, blank lines and layout do not count, nor does the version of the
Python that computes it. Data files count by what they hold.
"""

import ast
import hashlib
import json
import sys
from pathlib import Path
from typing import Any, cast

UNCOUNTED = {"annotation", "returns", "type_comment", "kind", "ctx"}


def meaning(node: Any) -> Any:
    """The syntax tree as nested lists, without what is empty: fields that a newer Python adds are
    empty here.
    """
    if isinstance(node, ast.AST):
        told: list[Any] = [type(node).__name__]
        for name, value in ast.iter_fields(node):
            part = meaning(value) if name not in UNCOUNTED else None
            if part not in (None, "None", []):
                told.append([name, part])
        return told
    if isinstance(node, list):
        return [meaning(each) for each in cast("list[Any]", node) if not is_docstring(each)]
    return None if node is None else repr(node)


def is_docstring(node: Any) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def meaning_of_file(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    return json.loads(text) if path.suffix == ".json" else meaning(ast.parse(text))


def main() -> None:
    folder = Path(sys.argv[1])
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".json"))
    told = [[path.relative_to(folder).as_posix(), meaning_of_file(path)] for path in files]
    print(hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest())


main()
