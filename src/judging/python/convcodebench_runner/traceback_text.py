"""Tracebacks as a reader should see them: no frame of the harness or of what runs the tests, no
line of the tests or of the program, nothing that changes between runs.
"""

from __future__ import annotations

import os
import re
import sys
import sysconfig
import traceback
import unittest
from typing import Any

OURS = os.path.dirname(os.path.abspath(__file__)) + os.sep
UNITTEST = os.path.dirname(os.path.abspath(unittest.__file__)) + os.sep
MOCK = UNITTEST + "mock.py"
JOINED = "__test__.py"  # program and tests: a line of a test would tell what it expects
PRELUDE = "prelude.py"  # what the problem's prompt has before the program
HEADER = "Traceback (most recent call last):\n"
# Attribute of an exception that came from another process: its frames there, oldest first, and the
# text of what it was raised from.
BEYOND = "_convcodebench_beyond"
POSITION = ("end_lineno", "colno", "end_colno")  # of a frame, from Python 3.11 on
CAP = 20_000  # code points of one entry; the ends say most

# Mocks (` id='…'>`) and what holds itself (` with id=…>`) tell theirs in decimal digits.
_ADDRESS = re.compile(
    r"(?<=\bat )0x[0-9a-fA-F]+|\b0x[0-9a-fA-F]{9,16}\b"
    r"|(?<= id=')\d{12,20}(?='>)|(?<= with id=)\d{12,20}(?=>)"
)


def of_exception(error: BaseException) -> str:
    """Text of `error` and what it was raised from, without trailing newlines; begins at
    `Traceback`.
    """
    try:
        shown = traceback.TracebackException(type(error), error, error.__traceback__, compact=True)
        _abridge(shown)
        text = _add_frames_beyond(shown, error) + "".join(shown.format())
    except Exception:  # an exception whose class fights being printed still has a name
        text = type.__getattribute__(type(error), "__name__") + "\n"
    if not text.startswith("Traceback") and not text.lstrip(" +|").startswith(
        ("Exception Group", "Traceback")
    ):
        text = HEADER + text
    return capped(text.rstrip("\n"))


def capped(text: str) -> str:
    if len(text) <= CAP:
        return text
    return text[: CAP // 2] + "\n...\n" + text[-CAP // 2 :]


def _abridge(shown: traceback.TracebackException) -> None:
    waiting: list[traceback.TracebackException | None] = [shown]
    seen: set[int] = set()
    while waiting:
        part = waiting.pop()
        if part is None or id(part) in seen:
            continue
        seen.add(id(part))
        part.stack[:] = [_without_line(frame) for frame in part.stack if is_shown(frame.filename)]
        if getattr(part, "filename", None) == JOINED:  # a SyntaxError quotes its line as well
            vars(part)["text"] = None
        waiting += [part.__cause__, part.__context__, *(getattr(part, "exceptions", None) or [])]


def is_shown(filename: str) -> bool:
    return filename == MOCK or not filename.startswith((OURS, UNITTEST))


def _without_line(frame: traceback.FrameSummary) -> traceback.FrameSummary:
    if frame.filename not in (JOINED, PRELUDE):
        return frame
    return traceback.FrameSummary(
        frame.filename, frame.lineno, frame.name, lookup_line=False, line=""
    )


def _add_frames_beyond(shown: traceback.TracebackException, error: BaseException) -> str:
    """Returns the text of what the first exception of the chain was raised from."""
    before, beyond = "", vars(error).get(BEYOND)
    if beyond is not None:
        frames, before = beyond
        if error.__traceback__ is not None:  # which tests take away: `assertRaises` does
            shown.stack += [_frame(*frame) for frame in frames]
    if shown.__cause__ is not None and error.__cause__ is not None:
        return _add_frames_beyond(shown.__cause__, error.__cause__)
    if shown.__context__ is not None and error.__context__ is not None:
        return _add_frames_beyond(shown.__context__, error.__context__)
    return before


def _frame(
    name: str, line: int, function: str, source: str | None, *position: int | None
) -> traceback.FrameSummary:
    make: Any = traceback.FrameSummary
    if name in (JOINED, PRELUDE):
        return make(name, line, function, lookup_line=False, line="")
    where = dict(zip(POSITION, position, strict=True)) if sys.version_info >= (3, 11) else {}
    return make(name, line, function, lookup_line=False, line=source or "", **where)


class Normaliser:
    """Replaces what differs between machines and runs. `loading_home`: the home folder while
    libraries were loaded ahead, some of which keep it; loaded in a job they find the job's.
    """

    def __init__(self, loading_home: str) -> None:
        places: list[tuple[str, str]] = [(loading_home, "/tmp/home")]
        sites = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
        sites |= {place for place in sys.path if place.endswith(("site-packages", "dist-packages"))}
        places += sorted(
            ((site, "<site>") for site in sites if site), key=lambda place: -len(place[0])
        )
        for scheme_path in ("stdlib", "platstdlib"):
            library = sysconfig.get_path(scheme_path)
            for prefix in (sys.base_prefix, sys.prefix, sys.base_exec_prefix):
                if library and library.startswith(prefix + os.sep):
                    places.append((library, "<python>" + library[len(prefix) :]))
                    break
        for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix} - {
            "/usr",
            "/usr/local",
            "/",
        }:
            places.append((prefix, "<python>"))
        self._places = places

    def with_scratch(self, root: str | None) -> Normaliser:
        """The same, with the job's folder `root` called `/tmp`, which it is wherever jobs have a
        world of their own.
        """
        changed = object.__new__(Normaliser)
        changed._places = ([(root, "/tmp")] if root else []) + self._places
        return changed

    def __call__(self, text: str) -> str:
        for path, name in self._places:
            text = re.sub(re.escape(path) + r"(?![\w.-])", lambda _, name=name: name, text)
        text = _ADDRESS.sub("0x…", text)
        return text.encode("utf-8", "replace").decode("utf-8")
