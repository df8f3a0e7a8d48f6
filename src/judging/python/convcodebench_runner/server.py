"""The fork server: loads libraries once, then forks a monitor for every job it is sent.

In (stdin): one line of settings, then a header for each job, followed by its texts, or a header
with `prepare` alone (`intake`). Out (stdout): one `ready` line, then in the same form a header and
a result for each job, `{"prepared": TIER}` once jobs of that tier find their libraries loaded, and
a reason (`broken`) where an error ends it. It ends, and everything with it, when its input ends.

Libraries are loaded in tiers, each upon the one before: a server forks the server of the next tier
when it is first asked for, and passes on what is not for itself.
"""

from __future__ import annotations

import contextlib
import functools
import os
import platform
import select
import signal
import time
from collections.abc import Collection

from . import environment, faults, libraries, linux, memory_group, monitor, roles
from .branch import Branch
from .channel import send
from .intake import Intake, Sent, deliver, file_of
from .roles import Role
from .running import Running
from .settings import read_settings
from .task import Order, read_order
from .traceback_text import Normaliser
from .world import World, prepare

IDLE_LOOK_MS = 40
# Of a branch, in a row: no accident, a library ends the process when it is loaded here.
FAILED_STARTS = 2


def main() -> None:
    roles.play(serve)


def serve() -> Role:
    requests, replies = _take_channels()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    reader = Intake(requests)
    try:
        settings = read_settings(reader.settings_line())
        group = (memory_group.DESCRIPTOR,) if settings.memory_group else ()
        close_inherited((0, 1, 2, *reader.fds, replies, *group))
        world = prepare(settings)
        libraries.load(world, 0)
        fingerprint = environment.fingerprint(settings.distributions)
        python = platform.python_version()
        send(replies, {"ready": {"python": python, "environment": fingerprint}})
    except Exception as error:
        _tell_broken(replies, faults.describe(error))
        return roles.give_up
    return Server(world, 0, reader, replies).run()


def _tell_broken(replies: int, reason: str) -> None:
    deliver(replies, {}, file_of({"broken": reason}))


def _take_channels() -> tuple[int, int]:
    """Moves stdin and stdout away, where no print reaches them, and leaves nothing in their
    place.
    """
    requests, replies = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1):
        os.dup2(null, fd)
    return requests, replies


def close_inherited(kept: Collection[int]) -> None:
    """Closes all but `kept`: files of whoever started us, which a job could write to."""
    for fd in [int(name) for name in os.listdir("/dev/fd")]:
        if fd not in kept:
            with contextlib.suppress(OSError):  # the one by which they were listed
                os.close(fd)


def serve_branch(
    world: World, tier: int, requests: int, replies: int, parent: int, inherited: tuple[int, ...]
) -> Role:
    """The role of the server of a further tier. `inherited`: descriptors that are its parent's."""
    for fd in inherited:
        os.close(fd)
    try:
        if linux.AVAILABLE:
            linux.die_with_parent(signal.SIGKILL, parent)
        libraries.load(world, tier)
        if linux.AVAILABLE:
            # From here on the end of our input says it, and jobs are ended first.
            linux.prctl(linux.PR_SET_PDEATHSIG, 0)
        deliver(replies, {"prepared": tier})
    except Exception as error:
        _tell_broken(replies, faults.describe(error))
        return roles.give_up
    return Server(world, tier, Intake(requests), replies).run()


class Server:
    def __init__(self, world: World, tier: int, reader: Intake, replies: int) -> None:
        self.world, self.tier, self.reader, self.replies = world, tier, reader, replies
        self.running: dict[int, Running] = {}  # by the descriptor of its report
        self.branch: Branch | None = None
        self.failed_starts = 0
        self.normalise = Normaliser(world.scratch)
        self.looked, self.asleep, self.told_idle = 0.0, 0, 0
        self.poll = select.poll()
        self.poll.register(reader.fd, select.POLLIN)

    def run(self) -> Role:
        """Ends at the end of the input. In a forked process, returns its role."""
        end = roles.finish
        try:
            role = self._serve()
        except BrokenPipeError:  # nobody hears us any more
            role = None
        except Exception as error:
            role, end = None, roles.give_up
            _tell_broken(self.replies, faults.lost(error)["lost"])
        if role is None:
            self._end_all()
            return end
        return role

    def _serve(self) -> Role | None:
        """A forked process does nothing in here but return: its errors are not the server's."""
        while not self.reader.ended:
            waits_ms = IDLE_LOOK_MS if self.running or self._is_loading() else None
            for fd, _ in self.poll.poll(waits_ms):
                role = self._attend(fd)
                if role is not None:
                    return role
            self._end_overdue()
            self._look_idle(at_once=not self.running)
        return None

    def _is_loading(self) -> bool:
        return self.branch is not None and not self.branch.loaded

    def _attend(self, fd: int) -> Role | None:
        """Hears what came in on one descriptor."""
        if fd == self.reader.fd:
            sent = self.reader.read()
            return None if sent is None else self._take(sent)
        if fd in self.running:
            self._hear(fd)
        elif self.branch is not None and fd == self.branch.fd:
            self.branch.listen()
            return self._tell_of_branch(self.branch)
        return None

    def _take(self, sent: Sent) -> Role | None:
        message = sent.header
        tier: int = message["prepare"] if "prepare" in message else message["tier"]
        if tier > self.tier and self.failed_starts < FAILED_STARTS:
            if self.branch is None:
                role = self._start_branch()
                if role is not None:
                    return role
            if self.branch is not None:
                self.branch.pass_on(sent)
                if sent.texts is not None:
                    os.close(sent.texts)
                return self._tell_of_branch(self.branch)
        if "prepare" in message:
            deliver(self.replies, {"prepared": tier})
            return None
        assert sent.texts is not None
        return self._start(read_order(message, sent.texts))

    def _start_branch(self) -> Role | None:
        """Forks the server of the next tier; in it, returns its role."""
        requests, requests_write = os.pipe()
        replies_read, replies = os.pipe()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            inherited = (requests_write, replies_read, *self._fds())
            return functools.partial(
                serve_branch, self.world, self.tier + 1, requests, replies, parent, inherited
            )
        os.close(requests)
        os.close(replies)
        self.branch = Branch(pid, requests_write, replies_read)
        self.poll.register(replies_read, select.POLLIN)
        return None

    def _tell_of_branch(self, branch: Branch) -> Role | None:
        """Tells on what the branch told; when it has ended, its jobs are lost, and who waits for
        its libraries waits for the next one.
        """
        for sent in branch.take_heard():
            deliver(self.replies, sent.header, sent.texts)
        if branch.ended:
            self.poll.unregister(branch.fd)
            self.failed_starts = 0 if branch.loaded else self.failed_starts + 1
            self.branch = None
            reason = f"the server of the job ended: {branch.bury()}"
            for job_id in branch.under_way:
                deliver(self.replies, {"id": job_id, "total_cpu_ms": 0}, file_of({"lost": reason}))
            for tier in branch.awaited:
                role = self._take(Sent({"prepare": tier, "bytes": 0}, None))
                if role is not None:
                    return role
        self._tell_idle()
        return None

    def _start(self, order: Order) -> Role | None:
        """Forks a monitor; in the monitor, returns its role."""
        report, report_write = os.pipe()
        parent = os.getpid()
        pid = self.world.fork_monitor()
        if pid == 0:
            origin = monitor.Origin(parent, (report, *self._fds()))
            watched = monitor.Watched(self.world, order, self.normalise)
            return functools.partial(monitor.main, watched, report_write, origin)
        os.close(report_write)
        os.close(order.texts)
        os.set_blocking(report, False)
        self.running[report] = Running(order, pid, report)
        self.poll.register(report, select.POLLIN)
        return None

    def _fds(self) -> list[int]:
        """What is open here for the server alone, and for no process that it forks."""
        branch = self.branch.fds if self.branch is not None else ()
        told = [running.told for running in self.running.values()]
        return [*self.reader.fds, self.replies, *self.running, *told, *branch]

    def _hear(self, fd: int) -> None:
        try:
            goes_on = self.running[fd].hear()
        except BlockingIOError:
            return  # the event was for a pipe that has ended since, whose number this one got
        if not goes_on:
            self._finish(fd)

    def _finish(self, fd: int) -> None:
        running = self.running.pop(fd)
        self.poll.unregister(fd)
        os.close(fd)
        running.bury(self.replies)

    def _end_overdue(self) -> None:
        now = time.monotonic()
        for running in self.running.values():
            if now > running.overdue:
                os.kill(running.pid, signal.SIGKILL)
        if self.branch is not None:
            self.branch.end_if_overdue(now)

    def _look_idle(self, at_once: bool) -> None:
        """Tells how many jobs use no CPU, whenever that changes: they leave their core to others
        meanwhile.
        """
        now = time.monotonic()
        if at_once or now - self.looked >= IDLE_LOOK_MS / 1000:
            self.looked = now
            self.asleep = sum([running.look_idle(now) for running in self.running.values()])
            self._tell_idle()

    def _tell_idle(self) -> None:
        idle = self.asleep + (self.branch.idle if self.branch is not None else 0)
        if idle != self.told_idle:
            self.told_idle = idle
            deliver(self.replies, {"idle": idle})

    def _end_all(self) -> None:
        gentle = self.world.settings.level > 2
        for running in self.running.values():
            os.kill(running.pid, signal.SIGTERM if gentle else signal.SIGKILL)
        for running in self.running.values():
            os.waitpid(running.pid, 0)
        if self.branch is not None:
            self.branch.bury()
        if self.tier == 0:
            self.world.remove()
