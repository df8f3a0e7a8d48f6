"""The process in which the candidate's code and the tests run. It knows no test before the code has been imported."""

import builtins
import functools
import importlib
import json
import json.encoder
import linecache
import marshal
import os
import random
import sys
import tempfile
import types
import unittest

from . import audit, integrity, traceback_text
from .channel import LineReader
from .expected_tests import MARKER
from .recorder import Recorder, remember_source

USUAL_MODULES = ("np", "pd", "plt", "sns", "os", "sys", "re", "json", "math")  # tests lean on the candidate's imports of them
CHANNEL_LOST = 70  # exit code of a job that can no longer talk to its monitor
# Bound before foreign code runs, which could exchange them in their modules to see what we are told.
_escape, _scan, _load_code = json.encoder.encode_basestring_ascii, json.decoder.JSONDecoder().scan_once, marshal.loads


_machinery = None
_our_modules = []


def remember_machinery():
    """Called in the server, before any job: what tests rely on, as it is then."""
    global _machinery
    integrity.shadow_builtins()
    _our_modules[:] = [name for name in sys.modules if name.split(".")[0] == __package__]
    _machinery = integrity.Snapshot()


def run(up, down):
    """The job's role: reads its task and goes to work, on this thread or, under audit, on one beside it."""
    reader = LineReader(down)
    task = json.loads(reader.next_line())
    work = functools.partial(_work, up, reader, task)
    if task["mode"] != "audit":
        return work
    audit.close_memory()
    return functools.partial(audit.Stage().serve, work)


def _work(up, reader, task, stage=None):
    """Never returns. `stage`: the thread for the candidate's code, where that is not ours."""
    send, leave = _sender(up, task["key"]), os._exit
    first_test_line, mode, entry_point = task["first_test_line"], task["mode"], task["entry_point"]
    try:
        compiled = _compiled(task["code"], send)
        if compiled is None:
            return
        _make_repeatable("numpy" in sys.modules or "numpy" in task["code"] or "pandas" in task["code"])
        _machinery.include(task["bases"], task["functions_used"])
        module = _module()
        remember_source(task["code"])
        del task
        recorder = Recorder(send, [], lambda: _asked(send, reader, "source"), first_test_line, _machinery)
        recorder.quiet = mode == "control"
        if _imported(compiled, module, recorder, stage):
            names = _names_for_tests(module, entry_point, mode, stage)
            _run_tests(module, names, recorder, *_asked(send, reader, "tests"))
        send("done")
        send("end", reader.next_line().decode("ascii"))
        reader.next_line()
    finally:
        leave(CHANNEL_LOST)


def _sender(fd, key):
    """Says `[kind, fields...]` on one line. Everything it needs is bound here, before foreign code runs; a process
    that the candidate forked off has no say."""
    write, getpid, leave, pid = os.write, os.getpid, os._exit, os.getpid()
    escape, join, encode, text_of = _escape, str.join, str.encode, str

    def send(*fields):
        if getpid() != pid:
            leave(0)
        line = encode(key + "[" + join(",", [escape(text_of(field)) for field in fields]) + "]\n", "ascii")
        while line:
            line = line[write(fd, line):]

    return send


def _asked(send, reader, what):
    """Asks the monitor for `what`; the answer is a JSON string on one line."""
    send("want", what)
    value, _ = _scan(reader.next_line().decode("ascii"), 0)
    return value


def _compiled(code, send):
    """The code object; or None after telling the traceback of the compilation that failed."""
    try:
        compile(code, "tmp.py", "exec", dont_inherit=True)
    except BaseException as error:
        linecache.clearcache()
        send("syntax", traceback_text.of_exception(error))
        return None
    compiled = compile(code, "__test__.py", "exec", dont_inherit=True)
    send("compiled")
    return compiled


def _make_repeatable(numpy_is_wanted):
    """Equal jobs shall say equal things, whatever is loaded ahead: the names of temporary files and unseeded random numbers are fixed."""
    names = tempfile._RandomNameSequence()
    names._rng, names._rng_pid = random.Random(0), os.getpid()
    tempfile._name_sequence = names
    tempfile.tempdir = None
    random.seed(0)
    if numpy_is_wanted:
        try:
            importlib.import_module("numpy").random.seed(0)
        except Exception:
            pass  # there is none, or none that works: whoever uses it will hear


def _module():
    """The module both texts share, as the official evaluator sets it up (`sys`, `os` and `environ` are there)."""
    for name in _our_modules:
        del sys.modules[name]
    sys.modules["__main__"] = types.ModuleType("__main__")
    sys.argv = ["__test__.py"]
    module = types.ModuleType("__test__")
    module.__dict__.update(
        __builtins__=builtins, __file__="__test__.py", __package__=None, sys=sys, os=os, environ=os.environ
    )
    sys.modules["__test__"] = module
    return module


def _imported(compiled, module, recorder, stage):
    try:
        if stage is None:
            exec(compiled, module.__dict__)
        else:
            stage.call(exec, (compiled, module.__dict__), {})
    except BaseException as error:
        recorder.send("all", "fail", recorder.text_of(error))
        return False
    recorder.send("imported")
    return True


def _names_for_tests(module, entry_point, mode, stage):
    """The globals of the tests: those of the candidate's module, changed as the mode of this run asks."""
    names = module.__dict__
    if mode == "control":
        names[entry_point] = _stub
    if mode == "audit" and entry_point in names:
        return audit.TestNamespace(names, **{entry_point: audit.entry_on(stage, names[entry_point])})
    return names


def _stub(*arguments, **keywords):
    raise RuntimeError("control run: the code under test is not there")


def _run_tests(module, names, recorder, code, classes, overridden, mocks_allowed):
    """`code`: marshalled, in hex; `classes`: the names of all classes that the tests' source defines; `overridden`: what
    is defined in them; `mocks_allowed`: whether a mock may outlast a test."""
    recorder.overridden, recorder.mocks_allowed = frozenset(overridden), mocks_allowed
    if any(name in names and not name.startswith("_") for name in vars(builtins)):
        recorder.send("shadowed")
    if any(_stands_in(names[name]) for name in USUAL_MODULES if name in names):
        recorder.send("tampered", "a name that stands for a module")
    recorder.check_machinery()
    before = {id(value) for value in names.values()}
    try:
        exec(_with_marker(_load_code(bytes.fromhex(code)), recorder.reached.append, recorder.first_test_line - 1), names)
        cases = names["TestCases"] if "TestCases" in names else module.TestCases
        for function in ("setUpModule", "tearDownModule"):
            if function in names:
                module.__dict__[function] = names[function]
        if names is not module.__dict__:
            names.share_imports(classes)
        for kind in cases.__mro__[:-1]:
            if kind not in _machinery.classes and (kind.__name__ not in classes or id(kind) in before):
                recorder.send("tampered", "a base class of the tests")
        _machinery.watch(cases)
        waiting = list(unittest.defaultTestLoader.loadTestsFromTestCase(cases))
    except BaseException as error:
        recorder.send("all", "fail", recorder.text_of(error))
        return
    while waiting:
        before = recorder.testsRun
        try:
            unittest.TestSuite(waiting).run(recorder)
            return
        except KeyboardInterrupt as error:  # of a test: recorded with it; of the class's set-up: there is no test yet
            ran = recorder.testsRun - before
            if not ran:
                recorder.send("all", "fail", recorder.text_of(error))
                return
            waiting = waiting[ran:]


def _stands_in(value):
    """Whether something that is no module has attributes of the candidate's making all the same."""
    return issubclass(type(value), (type, types.SimpleNamespace)) or type(value).__module__ == "__test__"


def _with_marker(code, marker, lines_before):
    """The code object with `marker` where the monitor left a place for it and its lines moved down, nested code too."""
    consts = tuple(
        _with_marker(const, marker, lines_before) if isinstance(const, types.CodeType)
        else marker if const == MARKER else const
        for const in code.co_consts
    )
    return code.replace(co_consts=consts, co_firstlineno=code.co_firstlineno + lines_before)
