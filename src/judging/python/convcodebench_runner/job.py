"""The process in which the candidate's code and the tests run. It knows no test before the code has
been imported.
"""

from __future__ import annotations

import builtins
import functools
import importlib
import json
import json.encoder
import linecache
import marshal
import os
import random
import signal
import sys
import tempfile
import types
import unittest
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from . import audit, faults, integrity, traceback_text
from .channel import LineReader, Message
from .expected_tests import MARKER
from .recorder import Recorder, Send, remember_source
from .roles import Role

if TYPE_CHECKING:
    from .world import Place

USUAL_MODULES = (
    "np",
    "pd",
    "plt",
    "sns",
    "os",
    "sys",
    "re",
    "json",
    "math",
)  # tests lean on the candidate's imports of them
CHANNEL_LOST = 70  # exit code of a job that can no longer talk to its monitor
# Bound before foreign code runs, which could exchange them in their modules to see what we are
# told.
_decoder: Any = json.decoder.JSONDecoder()
_escape, _scan, _load_code = (
    json.encoder.encode_basestring_ascii,
    _decoder.scan_once,
    marshal.loads,
)


class _Program(NamedTuple):
    prelude: str
    compiled: types.CodeType


_our_modules: list[str] = []
_machinery: list[integrity.Snapshot] = []  # one, once it has been taken


def remember_machinery() -> None:
    """Called in the server, before any job: what tests rely on, as it is then."""
    _our_modules[:] = [name for name in sys.modules if name.split(".")[0] == __package__]
    _machinery[:] = [integrity.Snapshot()]


def enter(place: Place, inherited: tuple[int, ...], up: int, down: int) -> Role:
    """The job's role: reads its task, gives up all that a job may not do, and goes to work.
    `inherited`: descriptors that are the monitor's.
    """
    for fd in inherited:
        os.close(fd)
    signal.set_wakeup_fd(-1)
    reader = LineReader(down)
    task: Message = json.loads(reader.next_line() or b"{}")
    if not task:
        os._exit(CHANNEL_LOST)
    try:
        place.leave_for_job()
    except Exception as error:
        sender(up, task["key"])("broken", faults.describe(error))
        os._exit(CHANNEL_LOST)
    return functools.partial(_work, up, reader, task)


def _work(up: int, reader: LineReader, task: Message) -> NoReturn:
    send, leave = sender(up, task["key"]), os._exit
    mode = task["mode"]
    try:
        prepared = _prepared(task, send)
        if prepared is None:
            leave(CHANNEL_LOST)
        del task
        program, module, recorder = prepared
        if _imported(program, module, recorder):
            if mode == "audit":
                module.__dict__[audit.ResultsChecked.NAME] = audit.checked
            _run_tests(module, recorder, *tests(send, reader))
        send("done")
        send("end", next_text(reader))
        reader.next_line()
    finally:
        leave(CHANNEL_LOST)


def _prepared(task: Message, send: Send) -> tuple[_Program, types.ModuleType, Recorder] | None:
    """All that comes before foreign code: what goes wrong here is ours. None: nothing is to be run,
    and the monitor knows why.
    """
    prelude, program = task["prelude"], task["program"]
    try:
        code = compiled(program, send)
        if code is None:
            return None
        texts = prelude + program
        make_repeatable("numpy" in sys.modules or "numpy" in texts or "pandas" in texts)
        (machinery,) = _machinery
        machinery.include(task["bases"], task["functions_used"])
        module = new_module()
        remember_source(program)
        recorder = Recorder(send, task["first_test_line"], machinery)
    except Exception as error:
        send("broken", faults.describe(error))
        return None
    send("compiled")
    return _Program(prelude, code), module, recorder


def sender(fd: int, key: str) -> Send:
    """Says `[kind, fields...]` on one line. Everything it needs is bound here, before foreign code
    runs; a process that the candidate forked off has no say.
    """
    write, getpid, leave, pid = os.write, os.getpid, os._exit, os.getpid()
    escape, join, encode, text_of = _escape, str.join, str.encode, str

    def send(*fields: object) -> None:
        if getpid() != pid:
            leave(0)
        line = encode(
            key + "[" + join(",", [escape(text_of(field)) for field in fields]) + "]\n", "ascii"
        )
        while line:
            line = line[write(fd, line) :]

    return send


def tests(send: Send, reader: LineReader) -> Any:
    """Asks the monitor for the tests; the answer is JSON on one line."""
    send("want-tests")
    value, _ = _scan(next_text(reader), 0)
    return value


def next_text(reader: LineReader) -> str:
    """Raises EOFError when the monitor is gone."""
    line = reader.next_line()
    if line is None:
        raise EOFError
    return line.decode("ascii")


def compiled(code: str, send: Send) -> types.CodeType | None:
    """The code object; or None after telling the traceback of the compilation that failed."""
    if not compiles(code, send):
        return None
    return compile(code, "__test__.py", "exec", dont_inherit=True)


def compiles(code: str, send: Send) -> bool:
    """False after telling the traceback of the compilation."""
    try:
        compile(code, "tmp.py", "exec", dont_inherit=True)
    except BaseException as error:
        linecache.clearcache()
        send("syntax", traceback_text.of_exception(error))
        return False
    return True


def make_repeatable(numpy_is_wanted: bool) -> None:
    """Equal jobs shall say equal things, whatever is loaded ahead: the names of temporary files and
    unseeded random numbers are fixed.
    """
    inside: Any = tempfile  # there is no other way to its names
    names = inside._RandomNameSequence()
    names._rng, names._rng_pid = random.Random(0), os.getpid()
    inside._name_sequence = names
    inside.tempdir = None
    random.seed(0)
    if numpy_is_wanted:
        try:
            importlib.import_module("numpy").random.seed(0)
        except Exception:
            pass  # there is none, or none that works: whoever uses it will hear


def new_module() -> types.ModuleType:
    """The module both texts share, as the official evaluator sets it up (`sys`, `os` and `environ`
    are there).
    """
    for name in _our_modules:
        del sys.modules[name]
    sys.modules["__main__"] = types.ModuleType("__main__")
    sys.argv = ["__test__.py"]
    module = types.ModuleType("__test__")
    module.__dict__.update(
        __builtins__=builtins,
        __file__="__test__.py",
        __package__=None,
        sys=sys,
        os=os,
        environ=os.environ,
    )
    sys.modules["__test__"] = module
    return module


def _imported(program: _Program, module: types.ModuleType, recorder: Recorder) -> bool:
    """Runs prelude and program, each compiled by itself: a `from __future__` concerns its own text
    alone, and the program's lines count from 1.
    """
    try:
        exec(
            compile(program.prelude, traceback_text.PRELUDE, "exec", dont_inherit=True),
            module.__dict__,
        )
        exec(program.compiled, module.__dict__)
    except BaseException as error:
        recorder.send("all", "fail", recorder.text_of(error))
        return False
    recorder.send("imported")
    return True


def _run_tests(
    module: types.ModuleType,
    recorder: Recorder,
    code: str,
    mocks_allowed: bool,
) -> None:
    """`code`: marshalled, in hex; `mocks_allowed`: whether a mock may outlast a test."""
    names = module.__dict__
    recorder.mocks_allowed = mocks_allowed
    if any(_stands_in(names[name]) for name in USUAL_MODULES if name in names):
        recorder.send("tampered", "a name that stands for a module")
    recorder.check_machinery()

    def load() -> Any:
        lines_before = recorder.first_test_line - 1
        loaded = _load_code(bytes.fromhex(code))
        exec(with_marker(loaded, recorder.reached.append, lines_before), names)
        return module.TestCases

    run_cases(recorder, load)


def run_cases(recorder: Recorder, load: Callable[[], Any]) -> None:
    """Runs the tests of the class that `load` gives."""
    try:
        waiting = list(unittest.defaultTestLoader.loadTestsFromTestCase(load()))
    except BaseException as error:
        recorder.send("all", "fail", recorder.text_of(error))
        return
    result: Any = recorder  # which is no TestResult, on purpose
    while waiting:
        run_before = recorder.testsRun
        try:
            unittest.TestSuite(waiting).run(result)
            return
        except KeyboardInterrupt as error:
            # Of a test: recorded with it. Of the class's set-up: there is no test yet.
            ran = recorder.testsRun - run_before
            if not ran:
                recorder.send("all", "fail", recorder.text_of(error))
                return
            waiting = waiting[ran:]


def _stands_in(value: Any) -> bool:
    """Whether something that is no module has attributes of the candidate's making all the same."""
    return (
        issubclass(type(value), (type, types.SimpleNamespace))
        or type(value).__module__ == "__test__"
    )


def with_marker(
    code: types.CodeType, marker: Callable[[str], None], lines_before: int
) -> types.CodeType:
    """The code object with `marker` where the monitor left a place for it and its lines moved down,
    nested code too.
    """

    def replaced(const: Any) -> Any:
        if isinstance(const, types.CodeType):
            return with_marker(const, marker, lines_before)
        return marker if const == MARKER else const

    consts = tuple([replaced(const) for const in code.co_consts])
    return code.replace(co_consts=consts, co_firstlineno=code.co_firstlineno + lines_before)
