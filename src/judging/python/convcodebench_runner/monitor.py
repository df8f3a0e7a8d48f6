"""Watches one job: gives it its task, believes only what it can check, ends it in time, and tells the server the verdict.
Runs in its own process, forked from the server; at levels with a pid namespace it is process 1 of the job's world."""

import json
import os
import secrets
import select
import signal
import time

from . import job, trial, verdict, world
from .channel import LineReader, send, send_within
from .expected_tests import error_in_tests, line_after
from .traceback_text import of_exception

LONGEST_POLL_S = 3600.0  # what poll takes is milliseconds in 32 bits
LONGEST_NAME = 1000
LAST_WORDS_S = 0.5  # a job that closed its channel has this long to end by itself


def main(task, module, report, settings, normalise):
    """The role of a process. `task`: id, code, test, entry_point, limit_ms, place; `module`: its tests, a TestModule. Returns the job's role in a job's process;
    the monitor itself never returns. All runs of one verdict share the monitor's world, which is emptied between them."""
    place = world.enter(settings, task["place"])
    woken = _wake_on_child()
    runs = trial.Trial(task, settings["layers"])
    told = None
    while told is None:
        run = runs.next_task()
        up, up_write = os.pipe()
        down_read, down = os.pipe()
        pid = os.fork()
        if pid == 0:
            for fd in (up, down, report, *woken):
                os.close(fd)
            signal.set_wakeup_fd(-1)
            return lambda: world.leave_for_job(place, settings) or job.run(up_write, down_read)
        os.close(up_write)
        os.close(down_read)
        if not place.alone:  # a job of the same user could send it too; process 1 is spared what it does not handle
            signal.signal(signal.SIGTERM, lambda *_, pid=pid: _leave(place, pid, settings))
        try:
            watch = Watch(run, module.with_new_tokens(), pid, up, down, woken[0], settings["limits"]["output"])
            result = watch.result(normalise.with_scratch(place.shown_as_tmp))
            told = runs.verdict(result)
            os.close(up)
            os.close(down)
            if told is None:
                world.renew(place, pid, settings)
            else:
                world.end(place, pid, settings)
                send(report, told)
        except BaseException:
            _leave(place, pid, settings)
    _leave(place, pid, settings)


def _leave(place, pid, settings):
    try:
        world.end(place, pid, settings)
    finally:
        os._exit(0)


def _wake_on_child():
    """A pipe that becomes readable whenever a child changes state."""
    read, write = os.pipe()
    os.set_blocking(read, False)
    os.set_blocking(write, False)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return read, write


class Watch:
    def __init__(self, task, module, pid, up, down, woken, most_bytes):
        self.task, self.pid, self.up, self.down, self.woken = task, pid, up, down, woken
        self.began = time.monotonic()
        self.deadline = self.began + task["limit_ms"] / 1000
        self.status = None  # of waitpid, once the job is dead
        self.syntax = None
        self.ended_well = False
        self.nonce = None
        self.cpu_ms = 0
        self.lines = LineReader(up, most_bytes)
        self.first_test_line = line_after(task["code"])
        self.key = secrets.token_hex(16)
        self.told = set()  # what the job asked for and got: each once
        self._tell({"key": self.key, "code": task["code"], "first_test_line": self.first_test_line,
                    "mode": task["mode"], "entry_point": task["entry_point"], "bases": module.bases,
                    "functions_used": module.functions_used})
        self.module = module
        self.account = verdict.Account(module)

    def result(self, normalise):
        timed_out = not self._listen()
        self._stop()
        if self.syntax is not None:
            return {"status": "fail", "compilation_error": normalise(self.syntax)}
        result = {"duration_ms": round((time.monotonic() - self.began) * 1000), "cpu_ms": self.cpu_ms}
        if timed_out:
            result["status"] = "timeout"
            seconds = "%g" % (self.task["limit_ms"] / 1000)
            report = self.account.result("Timed out: the tests did not finish within %s s" % seconds)
        elif not self.ended_well:
            result["status"] = "error"
            result["ended"], words = self._ending()
            report = self.account.result("The process ended before the tests did (%s)" % words)
        else:
            report = self.account.result(None)
            result["status"] = "fail" if report["failures"] else "pass"
        report["failures"] = [[name, normalise(text)] for name, text in report["failures"]]
        result["report"], result["shadowed"] = report, self.shadowed
        return result

    def _listen(self):
        """Until the job has ended, in whatever way (true), or its time is over (false)."""
        poll = select.poll()
        poll.register(self.up, select.POLLIN)
        poll.register(self.woken, select.POLLIN)
        while not (self.ended_well or self.syntax is not None):
            left = self.deadline - time.monotonic()
            if left <= 0:
                return False
            for fd, _ in poll.poll(min(left, LONGEST_POLL_S) * 1000 + 1):
                if fd == self.up:
                    self._hear()
                    if self.lines.ended or self.lines.overflowed:
                        self._wait_for_end()
                        return True
                else:
                    _drain(self.woken)
                    self._reap()
            if self.status is not None:
                self._hear_the_rest()
                return True
            if self.task["mode"] == "control" and self.account.has_failed():
                self.ended_well = True  # it was to fail, and how does not matter
        return True

    def _stop(self):
        """Ends the job's process, whatever became of it, and takes its CPU time."""
        while self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            self._reap(block=True)

    def _hear(self):
        for line in self.lines.read():
            try:
                message = json.loads(self._unlocked(line))
                if not all(isinstance(field, str) for field in message):
                    raise ValueError("not of our making")
                handle = getattr(self, "_on_" + message[0])
                handle(*message[1:])
            except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
                self.account.tampered = verdict.TAMPERED

    def _unlocked(self, line):
        """The message of a line that begins with the key, which only our own part of the job's process was told."""
        key, message = line[: len(self.key)], line[len(self.key):]
        if key != self.key.encode("ascii"):
            raise ValueError("not from our part of the job")
        return message

    def _hear_the_rest(self):
        os.set_blocking(self.up, False)
        try:
            while not self.lines.ended and not self.lines.overflowed:
                self._hear()
        except BlockingIOError:
            pass  # a process that the job left behind still holds the other end

    def _wait_for_end(self):
        if self.lines.overflowed:
            self.account.tampered = verdict.TAMPERED
        until = time.monotonic() + LAST_WORDS_S
        while self.status is None and time.monotonic() < until:
            select.select([self.woken], [], [], 0.05)
            self._reap()
        self._stop()

    def _reap(self, block=False):
        """Takes note of every dead child; as process 1 we are handed all orphans."""
        try:
            while True:
                pid, status, usage = os.wait4(-1, 0 if block else os.WNOHANG)
                if pid == 0:
                    return
                if pid == self.pid:
                    self.status = status
                    self.cpu_ms = round((usage.ru_utime + usage.ru_stime) * 1000)
                    return
        except ChildProcessError:
            return

    def _ending(self):
        code = os.waitstatus_to_exitcode(self.status) if self.status is not None else 0
        if code < 0:
            return {"kind": "signal", "signal": -code}, "signal %d" % -code
        return {"kind": "exit", "code": code}, "exit code %d" % code

    def _tell(self, message):
        try:
            send_within(self.down, message, self.deadline)
        except OSError:
            pass  # the job is gone: waitpid says so too

    def _on_syntax(self, text):
        if self.syntax is None and not self.compiled:
            self.syntax = str(text)

    compiled = False
    imported = False
    shadowed = False

    def _on_compiled(self):
        self.compiled = True

    def _on_imported(self):
        self.imported = True

    def _on_want(self, what):
        if what in self.told or what == "tests" and not self.imported:
            raise ValueError("asked for out of turn")
        self.told.add(what)
        if what == "tests":
            module = self.module
            if not module.names:
                self._tell_why_no_tests()
            self._tell([module.code.hex(), module.classes, module.overridden, module.mocks_allowed])
        else:  # only something that has failed is printed with its source
            self.account.failed = True
            self._tell(self.task["code"] + "\n" + self.task["test"])

    def _on_shadowed(self):
        self.shadowed = True

    def _on_tampered(self, what):
        self.account.tampered = "%s: %s" % (verdict.TAMPERED, what)

    def _tell_why_no_tests(self):
        error = error_in_tests(self.task["test"], self.first_test_line)
        if error is not None:
            self.account.all("fail", of_exception(error))

    def _on_all(self, outcome, text):
        self.account.all(outcome, text)

    def _on_start(self, name):
        self.account.start(name[:LONGEST_NAME])

    def _on_test(self, name, outcome, text, *tokens):
        self.account.test(name[:LONGEST_NAME], outcome, text, tokens)

    def _on_done(self):
        self.nonce = secrets.token_hex(16)
        try:
            os.write(self.down, self.nonce.encode("ascii") + b"\n")
        except OSError:
            pass  # as in _tell

    def _on_end(self, nonce):
        if self.nonce is None or nonce != self.nonce:
            raise ValueError("not our nonce")
        self.ended_well = True


def _drain(fd):
    try:
        while os.read(fd, 4096):
            pass
    except BlockingIOError:
        pass
