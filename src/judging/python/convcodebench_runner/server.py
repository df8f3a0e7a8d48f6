"""The fork server: loads libraries once, then forks a monitor for every job it is sent.

In (stdin): one line of settings, then a job a line, or `{"prepare": TIER}`. Out (stdout): one `ready` line, then a result a line, and
`{"prepared": TIER}` once jobs of that tier find their libraries loaded. It ends, and everything with it, when its input ends.

Libraries are loaded in tiers, each upon the one before: a server forks the server of the next tier when it is first asked for, and passes on what is not for itself.
"""

import functools
import gc
import importlib
import json
import os
import platform
import select
import shutil
import signal
import sys
import tempfile
import time

from . import environment, job, leftovers, linux, monitor, trial, world
from .branch import Branch
from .channel import LineReader, send, send_line
from .expected_tests import read_tests
from .traceback_text import Normaliser

IDLE_LOOK_MS = 40
IDLE_SHARE = 0.1  # of a core; a job that used less since the last look is asleep
BACKSTOP_S = 10.0  # beyond a job's own limits: then its monitor is ended from here
FAILED_STARTS = 2  # of a branch in a row: no accident, a library ends the process when it is loaded here


def main():
    """Roles instead of calls: a forked process returns from here with what it is to be next, so that nothing of the
    server's (other jobs' texts above all) is left on the stack beneath foreign code."""
    roles = [serve]
    while roles[-1] is not None:
        roles.append(roles.pop()())
    os._exit(0)


def serve():
    requests, replies = _take_channels()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    reader = LineReader(requests)
    settings = json.loads(reader.next_line())
    world.prepare(settings)
    settings["scratch"] = tempfile.mkdtemp(prefix="server-", dir=settings["scratch"])
    os.chmod(settings["scratch"], 0o711)
    _load(settings, 0)
    send(replies, {"ready": {"python": platform.python_version(), "environment": environment.fingerprint(settings)}})
    return Server(settings, 0, reader, replies).run()


def _serve_branch(settings, tier, requests, replies, parent):
    if linux.AVAILABLE:
        linux.die_with_parent(signal.SIGKILL, parent)
    _load(settings, tier)
    if linux.AVAILABLE:
        linux.prctl(linux.PR_SET_PDEATHSIG, 0)  # from here on the end of our input says it, and jobs are ended first
    send(replies, {"prepared": tier})
    return Server(settings, tier, LineReader(requests), replies).run()


def _load(settings, tier):
    if tier > 0:
        linux.reserve_memory()
    _preload(settings, tier)
    job.remember_machinery()
    gc.collect()
    gc.freeze()
    linux.join_pages()


def _preload(settings, tier):
    """Some libraries want to write when they are loaded; they do it where no job looks."""
    os.environ.update(HOME=settings["scratch"], MPLCONFIGDIR=settings["scratch"])
    for name in settings["preload"][tier]:
        try:
            importlib.import_module(name)
        except (Exception, SystemExit) as error:  # a job that needs it will say so itself
            print("preload of %s failed: %r" % (name, error), file=sys.stderr)
    del os.environ["MPLCONFIGDIR"]


def _take_channels():
    """Moves stdin and stdout away, where no print reaches them, and leaves nothing in their place."""
    requests, replies = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1):
        os.dup2(null, fd)
    return requests, replies


class Server:
    def __init__(self, settings, tier, reader, replies):
        self.settings, self.tier, self.reader, self.replies = settings, tier, reader, replies
        self.running = {}  # report descriptor -> Running
        self.branch, self.failed_starts = None, 0
        self.normalise = Normaliser()
        self.looked, self.asleep, self.told_idle = 0.0, 0, 0
        # Small, since every forked process frees its copy; large enough for candidates of the same problems in a row.
        self.read_tests = functools.lru_cache(maxsize=16)(read_tests)
        self.poll = select.poll()
        self.poll.register(reader.fd, select.POLLIN)

    def run(self):
        """Ends at the end of the input. In a forked process, returns its role."""
        try:
            role = self._serve()
        except BrokenPipeError:  # nobody hears us any more
            role = None
        if role is None:
            self._end_all()
        return role

    def _serve(self):
        while not self.reader.ended:
            for fd, _ in self.poll.poll(IDLE_LOOK_MS if self.running or self._is_loading() else None):
                if fd == self.reader.fd:
                    for line in self.reader.read():
                        role = self._take(line)
                        if role is not None:
                            return role
                elif fd in self.running:
                    self._hear(fd)
                elif self.branch is not None and fd == self.branch.fd:
                    self.branch.listen()
                    role = self._tell_of_branch()
                    if role is not None:
                        return role
            self._end_overdue()
            self._look_idle(at_once=not self.running)
        return None

    def _is_loading(self):
        return self.branch is not None and not self.branch.loaded

    def _take(self, line):
        message = json.loads(line)
        tier = message["prepare"] if "prepare" in message else message["tier"]
        if tier > self.tier and self.failed_starts < FAILED_STARTS:
            if self.branch is None:
                role = self._start_branch()
                if role is not None:
                    return role
            self.branch.pass_on(line, message)
            return self._tell_of_branch()
        if "prepare" in message:
            send(self.replies, {"prepared": tier})
            return None
        return self._start(message)

    def _start_branch(self):
        """Forks the server of the next tier; in it, returns its role."""
        requests, requests_write = os.pipe()
        replies_read, replies = os.pipe()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            for fd in (requests_write, replies_read, self.reader.fd, self.replies, *self.running):
                os.close(fd)
            return functools.partial(_serve_branch, self.settings, self.tier + 1, requests, replies, parent)
        os.close(requests)
        os.close(replies)
        self.branch = Branch(pid, requests_write, replies_read)
        self.poll.register(replies_read, select.POLLIN)
        return None

    def _tell_of_branch(self):
        """Tells on what the branch told; when it has ended, its jobs are lost, and who waits for its libraries waits for the next one."""
        branch = self.branch
        for line in branch.take_heard():
            send_line(self.replies, line)
        if branch.ended:
            self.poll.unregister(branch.fd)
            self.failed_starts = 0 if branch.loaded else self.failed_starts + 1
            self.branch = None
            how = branch.bury()
            for job_id in branch.under_way:
                send(self.replies, {"id": job_id, "total_cpu_ms": 0, "lost": "the server of the job ended: %s" % how})
            for tier in branch.awaited:
                role = self._take(b'{"prepare": %d}' % tier)
                if role is not None:
                    return role
        self._tell_idle()
        return None

    def _start(self, task):
        """Forks a monitor; in the monitor, returns its role."""
        module = self.read_tests(task["test"])
        report, report_write = os.pipe()
        parent = os.getpid()
        pid = world.fork_monitor(self.settings)
        if pid == 0:
            return self._monitor_role(task, module, report, report_write, parent)
        os.close(report_write)
        os.set_blocking(report, False)
        self.running[report] = Running(task, pid, LineReader(report))
        self.poll.register(report, select.POLLIN)
        return None

    def _monitor_role(self, task, module, report, report_write, parent):
        branch = self.branch.fds if self.branch is not None else ()
        for fd in (self.reader.fd, self.replies, report, *self.running, *branch):
            os.close(fd)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        os.close(null)
        if linux.AVAILABLE and self.settings["level"] > 2:
            linux.die_with_parent(signal.SIGTERM, parent)
        elif linux.AVAILABLE:  # as process 1 of its world it cannot see whether its parent lives
            linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        return functools.partial(monitor.main, task, module, report_write, self.settings, self.normalise)

    def _hear(self, fd):
        running = self.running[fd]
        try:
            lines = running.lines.read()
        except BlockingIOError:  # the event was for a pipe that has ended since, whose number this one got
            return
        for line in lines:
            running.result = json.loads(line)
        if running.lines.ended:
            self._finish(fd)

    def _finish(self, fd):
        running = self.running.pop(fd)
        self.poll.unregister(fd)
        os.close(fd)
        _, status, usage = os.wait4(running.pid, 0)
        result = running.result
        if result is None:
            result = {"lost": "the monitor of the job ended with status %d" % os.waitstatus_to_exitcode(status)}
        total_cpu_ms = round((usage.ru_utime + usage.ru_stime) * 1000)
        send(self.replies, {"id": running.id, "total_cpu_ms": total_cpu_ms, **result})

    def _end_overdue(self):
        now = time.monotonic()
        for running in self.running.values():
            if now > running.overdue:
                os.kill(running.pid, signal.SIGKILL)
        if self.branch is not None:
            self.branch.end_if_overdue(now)

    def _look_idle(self, at_once):
        """Tells how many jobs use no CPU, whenever that changes: they leave their core to others meanwhile."""
        now = time.monotonic()
        if at_once or now - self.looked >= IDLE_LOOK_MS / 1000:
            self.looked = now
            self.asleep = sum([running.look_idle(now) for running in self.running.values()])
            self._tell_idle()

    def _tell_idle(self):
        idle = self.asleep + (self.branch.idle if self.branch is not None else 0)
        if idle != self.told_idle:
            self.told_idle = idle
            send(self.replies, {"idle": idle})

    def _end_all(self):
        for running in self.running.values():
            os.kill(running.pid, signal.SIGTERM if self.settings["level"] > 2 else signal.SIGKILL)
        for running in self.running.values():
            os.waitpid(running.pid, 0)
        if self.branch is not None:
            self.branch.bury()
        if self.tier == 0:
            shutil.rmtree(self.settings["scratch"], ignore_errors=True)


class Running:
    """A job under way. Its texts are not kept here."""

    def __init__(self, task, pid, lines):
        self.id, self.pid, self.lines = task["id"], pid, lines
        self.overdue = time.monotonic() + trial.longest_ms(task["limit_ms"]) / 1000 + BACKSTOP_S
        self.result = None
        self.seen = None

    def look_idle(self, now):
        """Whether the job slept since the last look; never at the first."""
        used, before = leftovers.cpu_s(self.pid), self.seen
        self.seen = None if used is None else (now, used)
        return used is not None and before is not None and used - before[1] < IDLE_SHARE * (now - before[0])
