"""The process in which the candidate's code and the tests run. It knows no test before the code has been imported."""

import builtins
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

from . import traceback_text
from .channel import LineReader
from .expected_tests import MARKER
from .recorder import Recorder, remember_source

CHANNEL_LOST = 70  # exit code of a job that can no longer talk to its monitor
_escape = json.encoder.encode_basestring_ascii


def run(up, down):
    """Never returns. `up`, `down`: descriptors to and from the monitor."""
    send, leave = _sender(up), os._exit
    reader = LineReader(down)
    task = json.loads(reader.next_line())
    first_test_line = task["first_test_line"]
    try:
        compiled = _compiled(task["code"], send)
        if compiled is None:
            return
        _make_repeatable()
        module = _module()
        remember_source(task["code"])
        del task
        recorder = Recorder(send, [], lambda: _asked(send, reader, "source"), first_test_line)
        if _imported(compiled, module, recorder):
            _run_tests(module, recorder, _asked(send, reader, "tests"))
        send("done")
        send("end", reader.next_line().decode("ascii"))
        reader.next_line()
    finally:
        leave(CHANNEL_LOST)


def _sender(fd):
    """Says `[kind, fields...]` on one line. Everything it needs is bound here, before foreign code runs; a process
    that the candidate forked off has no say."""
    write, getpid, leave, pid = os.write, os.getpid, os._exit, os.getpid()
    escape, join, encode, text_of = _escape, str.join, str.encode, str

    def send(*fields):
        if getpid() != pid:
            leave(0)
        line = encode("[" + join(",", [escape(text_of(field)) for field in fields]) + "]\n", "ascii")
        while line:
            line = line[write(fd, line):]

    return send


def _asked(send, reader, what):
    """Asks the monitor for `what`; the answer is a JSON string on one line."""
    send("want", what)
    return json.loads(reader.next_line())


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


def _make_repeatable():
    """Equal jobs shall say equal things: the names of temporary files and unseeded random numbers are fixed."""
    names = tempfile._RandomNameSequence()
    names._rng, names._rng_pid = random.Random(0), os.getpid()
    tempfile._name_sequence = names
    tempfile.tempdir = None
    random.seed(0)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(0)


def _module():
    """The module both texts share, as the official evaluator sets it up (`sys`, `os` and `environ` are there)."""
    for name in [name for name in sys.modules if name.split(".")[0] == __package__]:
        del sys.modules[name]
    sys.modules["__main__"] = types.ModuleType("__main__")
    sys.argv = ["__test__.py"]
    module = types.ModuleType("__test__")
    module.__dict__.update(
        __builtins__=builtins, __file__="__test__.py", __package__=None, sys=sys, os=os, environ=os.environ
    )
    sys.modules["__test__"] = module
    return module


def _imported(compiled, module, recorder):
    try:
        exec(compiled, module.__dict__)
    except BaseException as error:
        recorder.send("all", "fail", recorder.text_of(error))
        return False
    recorder.send("imported")
    return True


def _run_tests(module, recorder, tests):
    try:
        code = _with_marker(marshal.loads(bytes.fromhex(tests)), recorder.reached.append)
        exec(code, module.__dict__)
        cases = module.TestCases
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


def _with_marker(code, marker):
    """The code object with `marker` where the monitor left a place for it, in nested code too."""
    consts = tuple(
        _with_marker(const, marker) if isinstance(const, types.CodeType) else marker if const == MARKER else const
        for const in code.co_consts
    )
    return code.replace(co_consts=consts)
