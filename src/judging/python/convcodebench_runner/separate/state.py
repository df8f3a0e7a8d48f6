"""What tests and program share of a process beyond values: random generators, decimal context,
working directory, environment, `sys.argv` and `sys.path`. Each message carries what changed since
the last.
"""

from __future__ import annotations

import decimal
import os
import random
import re
import sys
from collections.abc import Callable
from typing import Any

from .values import bytes_to_text, text_to_bytes
from .wire import Tree, class_of

WORDS = 624  # of a Mersenne twister
OUR_SEED = 624  # which no test uses
MOST_PATHS = 2000
DECIMAL = ("prec", "rounding", "Emin", "Emax", "capitals", "clamp")  # of a context
# Variables that T never takes from C: by them it, or what its tests start, would load files.
OURS = (
    *("LD_", "PYTHON", "PATH", "OPENSSL_", "GCONV_PATH", "LOCPATH", "BASH_ENV", "BASH_FUNC_"),
    *("PERL5", "RUBYOPT", "NODE_OPTIONS", "JAVA_TOOL_OPTIONS"),
)

_seed, _getstate, _setstate = random.seed, random.getstate, random.setstate
_getcwd, _chdir, _environ = os.getcwd, os.chdir, os.environ


class State:
    """`guarded`: whether the other side is not to be trusted; then variables and `sys.path` are
    taken from it only where they are `spoken_of`, since libraries go by many of them.
    """

    def __init__(self, guarded: bool) -> None:
        self._guarded = guarded
        self._words: set[str] = set()
        self._takes_path = not guarded
        self._seeds = 0
        self._random = _getstate()
        self._numpy = _numpy_state()
        self._decimal = _decimal_settings()
        self._cwd = _getcwd()
        self._environment = dict(_environ)
        self._lists = {"argv": list(sys.argv), "path": list(sys.path)}

    def spoken_of(self, text: str) -> None:
        """`text`: the problem's, which may look at what it names."""
        self._words = set(re.findall(r"\w+", text))
        self._takes_path = "sys.path" in text

    def changes(self) -> Tree:
        """`[[what, change], …]`."""
        found: list[Tree] = []
        generator = _getstate()
        if generator != self._random:
            self._random = generator
            found.append(["random", [generator[0], list(generator[1]), generator[2]]])
        numpy = _numpy_state()
        if numpy != self._numpy and numpy is not None:
            self._numpy = numpy
            found.append(["numpy", [bytes_to_text(numpy[0]), *numpy[1:]]])
        settings = _decimal_settings()
        if settings != self._decimal:
            self._decimal = settings
            found.append(["decimal", settings])
        self._add_cwd(found)
        self._add_environment(found)
        for name, before in self._lists.items():
            now: Any = getattr(sys, name)
            if now != before and _is_list_of_text(now):
                self._lists[name] = list(now)
                found.append([name, list(now)])
        return found

    def _add_cwd(self, found: list[Tree]) -> None:
        try:
            cwd = _getcwd()
        except OSError:  # it has been removed
            return
        if cwd != self._cwd:
            self._cwd = cwd
            found.append(["cwd", cwd])

    def _add_environment(self, found: list[Tree]) -> None:
        now, before = dict(_environ), self._environment
        if now != before:
            set_now = [[name, value] for name, value in now.items() if before.get(name) != value]
            gone = [[name, None] for name in before if name not in now]
            self._environment = now
            found.append(["environment", set_now + gone])

    def take(self, changes: Tree) -> None:
        """Takes over what changed there. What is not as `changes` makes it raises some error."""
        for what, change in changes:
            _TAKE[what](self, change)

    def take_random(self, change: Tree) -> None:
        if self._guarded:
            _seed(f"{OUR_SEED} {self._next_seed()}")
            self._random = _getstate()
            return
        version, words, gauss = change
        if _are_words(words, WORDS + 1) and (gauss is None or type(gauss) is float):
            _setstate((3 if version == 3 else 0, tuple(words), gauss))
            self._random = _getstate()

    def take_numpy(self, change: Tree) -> None:
        if self._guarded:
            self._seed_numpy()
            return
        data, position, has_gauss, gauss = change
        numpy: Any = sys.modules.get("numpy")
        words = text_to_bytes(data)
        if numpy is None or len(words) != 4 * WORDS or not 0 <= position <= WORDS:
            return
        key = numpy.frombuffer(words, numpy.uint32)
        numpy.random.set_state(("MT19937", key, position, int(bool(has_gauss)), float(gauss)))
        self._numpy = _numpy_state()

    def _next_seed(self) -> int:
        """Where the program has drawn, the tests go on with numbers that are not of its choosing.
        It shows when they set a seed of their own then.
        """
        self._seeds += 1
        return self._seeds

    def _seed_numpy(self) -> None:
        numpy: Any = sys.modules.get("numpy")
        if numpy is not None:
            generator = numpy.random.RandomState([OUR_SEED, self._next_seed()])
            numpy.random.set_state(generator.get_state())
            self._numpy = _numpy_state()

    def take_decimal(self, change: Tree) -> None:
        if self._guarded:
            return  # by which the tests' own sums could be rounded away
        context = decimal.getcontext()
        for name, value in zip(DECIMAL, change, strict=True):
            setattr(context, name, value)
        self._decimal = _decimal_settings()

    def take_cwd(self, change: Tree) -> None:
        if type(change) is not str:
            return
        self._cwd = change
        try:
            _chdir(change)
        except OSError:
            pass  # it has been removed there

    def take_environment(self, change: Tree) -> None:
        for name, value in change:
            if type(name) is not str or not self._takes(name):
                continue
            if value is None:
                _environ.pop(name, None)
            elif type(value) is str and "\0" not in name + value and "=" not in name:
                _environ[name] = value
        self._environment = dict(_environ)

    def _takes(self, variable: str) -> bool:
        if not self._guarded:
            return True
        return variable in self._words and not variable.startswith(OURS)

    def take_list(self, name: str, change: Tree) -> None:
        if name == "path" and not self._takes_path:
            return
        if _is_list_of_text(change) and len(change) < MOST_PATHS:
            getattr(sys, name)[:] = change
            self._lists[name] = list(change)


_TAKE: dict[str, Callable[[State, Tree], None]] = {
    "random": State.take_random,
    "numpy": State.take_numpy,
    "decimal": State.take_decimal,
    "cwd": State.take_cwd,
    "environment": State.take_environment,
    "argv": lambda state, change: state.take_list("argv", change),
    "path": lambda state, change: state.take_list("path", change),
}


def _decimal_settings() -> list[Any]:
    context = decimal.getcontext()
    return [getattr(context, name) for name in DECIMAL]


def _numpy_state() -> tuple[bytes, int, int, float] | None:
    numpy: Any = sys.modules.get("numpy")
    if numpy is None or not hasattr(numpy, "random"):
        return None
    state = numpy.random.get_state(legacy=True)
    if state[0] != "MT19937":
        return None
    return state[1].tobytes(), int(state[2]), int(state[3]), float(state[4])


def _is_list_of_text(value: Any) -> bool:
    kind = class_of(value)
    return kind is list and all(type(each) is str for each in value)


def _are_words(value: Any, count: int) -> bool:
    kind = class_of(value)
    return (
        kind is list
        and len(value) == count
        and all(type(each) is int and 0 <= each < 1 << 32 for each in value)
        and value[-1] < count
    )
