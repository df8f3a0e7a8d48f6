"""Runs ConvCodeWorld's own `print_results.py` and writes the tables that it prints as JSON:

    python print-results-tables.py FOLDER_OF_THE_SCRIPT FLAGS OF THE SCRIPT…

in the folder that `log export-results` made. The script's own packages are imported where they are
there; those that are not, and that no figure depends on, are stood in for. NumPy has to be there.
Prints `{"tables": [{"columns": […], "rows": [[…]]}], "error": why it stopped, or null}`.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import io
import json
import runpy
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

# What the script imports and no figure needs: it asks models, reads data sets, shows progress.
NOT_NEEDED = {"dspy", "datasets", "huggingface_hub", "pydantic", "dill", "tqdm", "openai"}


class Anything:
    """Takes whatever it is made with."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass


class StandIn(ModuleType):
    """Any name of it is an empty class."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (Anything,), {})


class StandIns(MetaPathFinder, Loader):
    """Finds the packages that are absent, and whatever is asked for in them."""

    def __init__(self, absent: set[str]) -> None:
        self.absent = absent

    def find_spec(self, fullname: str, *_: Any) -> ModuleSpec | None:
        if fullname.split(".")[0] not in self.absent:
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


class Table:
    """In place of PrettyTable: keeps what it is given, and refuses what that refuses."""

    def __init__(self, printed: list[dict[str, Any]]) -> None:
        self.printed = printed
        self.field_names: list[str] = []
        self.align = ""
        self.rows: list[list[Any]] = []

    def add_rows(self, rows: list[list[Any]]) -> None:
        for row in rows:
            if len(row) != len(self.field_names):
                raise ValueError(f"{len(row)} values in a row of {len(self.field_names)} columns")
            self.rows.append(row)

    def __str__(self) -> str:
        cells = [[str(cell) for cell in row] for row in self.rows]
        self.printed.append({"columns": self.field_names, "rows": cells})
        return ""


def main(folder: str, flags: list[str]) -> None:
    absent = {name for name in NOT_NEEDED if importlib.util.find_spec(name) is None}
    sys.meta_path.append(StandIns(absent))
    tables = ModuleType("prettytable")
    printed: list[dict[str, Any]] = []
    vars(tables)["PrettyTable"] = functools.partial(Table, printed)
    sys.modules["prettytable"] = tables
    sys.path.insert(0, folder)
    sys.argv = ["print_results.py", *flags]
    error = None
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            runpy.run_path(f"{folder}/print_results.py", run_name="__main__")
        except (AssertionError, ValueError) as stopped:
            error = f"{type(stopped).__name__}: {stopped}"
    json.dump({"tables": printed, "error": error}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
