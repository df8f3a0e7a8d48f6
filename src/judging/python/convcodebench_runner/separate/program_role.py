"""The process of the program, C. It has seen no test, and what it says proves nothing."""

from __future__ import annotations

import functools
import inspect
import io
import json
import logging
import os
import sys
import types
import warnings
from typing import TYPE_CHECKING, Any, NoReturn

from .. import job, traceback_text
from ..channel import LineReader, Message
from ..recorder import remember_source
from ..roles import Role
from .header import load_libraries
from .program import ProgramEnd
from .values import parts_of_class
from .wire import Wire

if TYPE_CHECKING:
    from ..world import Place

MOST_PRINTED = 6 << 20


def enter(place: Place, down: int, wire: tuple[int, int]) -> Role:
    """The role of C: gives up all that a job may not do, loads the problem's libraries, waits for
    the program, and serves it.
    """
    reader = LineReader(down)
    place.leave_for_job()
    load_libraries(json.loads(reader.next_line() or b"[]"))
    task: Message = json.loads(reader.next_line() or b"{}")
    os.close(down)
    if not task:
        os._exit(job.CHANNEL_LOST)
    return functools.partial(_work, task, Wire(*wire))


def _work(task: Message, wire: Wire) -> NoReturn:
    try:
        program = task["program"]
        code = compile(program, traceback_text.JOINED, "exec", dont_inherit=True)
        job.make_repeatable(any("numpy" in text for text in (task["prelude"], program)))
        module = job.new_module()
        remember_source(program)
        end = ProgramEnd(wire, module)
        _hear_prints(end)
        _hear_warnings(end)
        _hear_logs(end)
        _hear_looks(end)
        _import(end, module, code, task)
        end.serve()
    finally:
        os._exit(job.CHANNEL_LOST)


def _import(end: ProgramEnd, module: types.ModuleType, code: Any, task: Message) -> None:
    names = vars(module)
    try:
        exec(compile(task["prelude"], traceback_text.PRELUDE, "exec", dont_inherit=True), names)
        exec(code, names)
    except BaseException as error:
        end.tell_start("err", end.raise_tree(error))
        return
    for line in task["imports"]:
        try:
            exec(compile(line, "imports", "exec", dont_inherit=True), names)
        except Exception:
            continue  # the tests' own will raise the same
    end.tell_start("ok", task["entry_point"] in names)


class Printed(io.TextIOBase):
    """Where the program prints: T prints it."""

    def __init__(self, end: ProgramEnd, kind: str) -> None:
        self._end, self._kind, self._count = end, kind, 0
        self.buffer = PrintedBytes(self)

    def write(self, text: str, /) -> int:
        self._count += len(text)
        if self._count < MOST_PRINTED:
            self._end.event(self._kind, str(text))
        return len(text)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return 1 if self._kind == "out" else 2

    @property
    def encoding(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]
        return "utf-8"


class PrintedBytes(io.RawIOBase):
    def __init__(self, printed: Printed) -> None:
        self._printed = printed

    def write(self, data: Any, /) -> int:
        self._printed.write(bytes(data).decode("utf-8", "replace"))
        return len(data)

    def writable(self) -> bool:
        return True


def _hear_prints(end: ProgramEnd) -> None:
    sys.stdout, sys.stderr = Printed(end, "out"), Printed(end, "err")
    inside: Any = sys
    inside.__stdout__, inside.__stderr__ = sys.stdout, sys.stderr


def _hear_warnings(end: ProgramEnd) -> None:
    def show(warning: Any) -> None:
        end.event("warning", [parts_of_class(warning.category), str(warning.message)])

    warnings.simplefilter("always")
    inside: Any = warnings
    inside._showwarnmsg_impl = show


def _hear_logs(end: ProgramEnd) -> None:
    class Told(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            end.event("log", [record.name, record.levelno, record.getMessage()])

    told, handle = Told(), logging.Logger.callHandlers

    def call_handlers(logger: logging.Logger, record: logging.LogRecord) -> None:
        told.emit(record)
        if logger.handlers or logging.root.handlers:
            handle(logger, record)

    logging.lastResort = told
    inside: Any = logging.Logger
    inside.callHandlers = call_handlers


LOOKS = {
    "sys._getframe": "looks at its callers",
    "sys.settrace": "sets a trace function",
    "sys.setprofile": "sets a trace function",
}
PROGRAM = "__test__.py"


def _hear_looks(end: ProgramEnd) -> None:
    """Tells of a program that looks for the tests where they are in one process."""
    told: set[str] = set()

    def hook(event: str, _arguments: tuple[Any, ...]) -> None:
        what = LOOKS.get(event)
        if what is None or what in told:
            return
        try:
            raise LookupError
        except LookupError as error:
            trace = error.__traceback__
            caller = trace.tb_frame.f_back if trace is not None else None
        while caller is not None and caller.f_code.co_filename == inspect.__file__:
            caller = caller.f_back
        if caller is not None and caller.f_code.co_filename == PROGRAM:
            told.add(what)
            end.event("doubt", what)

    sys.addaudithook(hook)
