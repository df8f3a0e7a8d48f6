"""The process of the tests, T. It never runs code of the candidate; what the tests call lives in
the process of the program.
"""

from __future__ import annotations

import functools
import inspect
import json
import marshal
import os
import threading
import types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from .. import faults, job, linux, traceback_text
from ..channel import LineReader, Message
from ..recorder import Recorder, Send
from ..roles import Role
from .closed import fix_imports, watch_pickles, watch_yaml
from .header import Header, load_libraries
from .mirror import Mirror, TypesAsked, type_of
from .tests import TestsEnd
from .wire import Wire

if TYPE_CHECKING:
    from ..world import Place


class NoMachinery:
    """Here nobody could have changed what tests rely on."""

    def changed(self, mocks_allowed: bool) -> None:
        return None


def enter(
    place: Place, inherited: tuple[int, ...], up: int, down: int, wire: tuple[int, int]
) -> Role:
    """The role of T: reads its task, gives up all that a job may not do, and runs the tests."""
    for fd in inherited:
        os.close(fd)
    reader = LineReader(down)
    task: Message = json.loads(reader.next_line() or b"{}")
    if not task:
        os._exit(job.CHANNEL_LOST)
    send = _one_at_a_time(job.sender(up, task["key"]))
    try:
        place.leave_for_job()
        # What tests start may run what the program wrote, and could read our key in our memory.
        # Where jobs share /dev/shm, the end of another has to see what of it we use.
        if place.alone:
            linux.prctl(linux.PR_SET_DUMPABLE, 0)
    except Exception as error:
        send("broken", faults.describe(error))
        os._exit(job.CHANNEL_LOST)
    return functools.partial(_work, send, reader, task, Wire(*wire))


def _work(send: Send, reader: LineReader, task: Message, wire: Wire) -> NoReturn:
    try:
        if _is_compiled(task, send):
            _run(send, reader, task, wire)
            send("done")
            send("end", job.next_text(reader))
            reader.next_line()
    finally:
        os._exit(job.CHANNEL_LOST)


def _one_at_a_time(send: Send) -> Send:
    """A thread of the tests may find a doubt while another says something."""
    lock = threading.RLock()

    def send_alone(*fields: object) -> None:
        with lock:
            send(*fields)

    return send_alone


def _is_compiled(task: Message, send: Send) -> bool:
    try:
        return job.compiles(task["program"], send)
    except Exception as error:
        send("broken", faults.describe(error))
        return False


def _run(send: Send, reader: LineReader, task: Message, wire: Wire) -> None:
    job.make_repeatable(any("numpy" in task[text] for text in ("prelude", "program", "test")))
    module = job.new_module()
    profile = None if task["profile"] is None else frozenset(task["profile"])
    end = TestsEnd(wire, profile, functools.partial(send, "doubt"))
    recorder = Recorder(send, task["first_test_line"], NoMachinery())
    load_libraries(task["libraries"])
    fix_imports()
    end.state.spoken_of("\n".join((task["prelude"], task["header"], task["test"])))
    # Now the program may begin, which may write what libraries look for when they are loaded.
    send("compiled")
    try:
        has_entry_point = end.hear_start()
    except BaseException as error:
        recorder.send("all", "fail", recorder.text_of(error))
    else:
        send("imported")
        code, *_ = job.tests(send, reader)
        if _prepared(end, module, task, has_entry_point):
            job.run_cases(recorder, functools.partial(_load, module, code, recorder))
    end.tell_of_forked()
    for what in sorted(end.used):
        send("used", what)


def _prepared(
    end: TestsEnd, module: types.ModuleType, task: Message, has_entry_point: bool
) -> bool:
    """Makes the module in which the tests run; false, with a doubt, where it cannot be made."""
    names = vars(module)
    try:
        mirror = Mirror(end, module, task["entry_point"])
        mirror.install()
        watch_pickles(end)
        watch_yaml(end)
        if task["runs_text"] is not None:
            end.mark(f"the tests use {task['runs_text']}")
        exec(compile(task["prelude"], traceback_text.PRELUDE, "exec", dont_inherit=True), names)
        proxy = _entry_proxy(end, names.pop(task["entry_point"], None), task["entry_point"])
        if has_entry_point:
            names[task["entry_point"]] = proxy
        names[TypesAsked.NAME] = type_of
        mirror.install_for_libraries(task["prelude"] + task["test"])
        Header(task["header"]).add_missing_names(end, task["test"], names)
    except BaseException as error:
        end.mark(f"before the tests: {type(error).__name__}: {error}")
        return False
    return True


def _load(module: types.ModuleType, code: str, recorder: Recorder) -> Any:
    loaded = marshal.loads(bytes.fromhex(code))
    lines_before = recorder.first_test_line - 1
    exec(job.with_marker(loaded, recorder.reached.append, lines_before), vars(module))
    return vars(module)["TestCases"]


def _entry_proxy(end: TestsEnd, model: Any, entry_point: str) -> Callable[..., Any]:
    """A function that has the program's called. `model`: what the prelude defines by that name."""

    def call(*arguments: Any, **keywords: Any) -> Any:
        return end.ask("entry", entry_point, list(arguments), keywords)

    proxy: Any = call
    if isinstance(model, types.FunctionType):
        functools.update_wrapper(proxy, model, updated=())
        del proxy.__wrapped__
        proxy.__signature__ = inspect.signature(model)
    proxy.__name__ = proxy.__qualname__ = entry_point
    proxy.__module__ = "__test__"
    return proxy
