"""Where jobs live. Levels 1 and 2: every job has a world of its own (user, mount, pid, net, ipc and
uts namespaces), which ends with it. Level 3: Landlock and seccomp in the world of all. Level 4: a
folder and limits.

At level 1 bubblewrap built the root this server lives in, at level 2 `own_root` does; from there on
they are the same.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from . import landlock, leftovers, limits, linux, memory_group, own_root, seccomp
from .settings import Settings

JOB_UID = 1000  # how a job sees itself at levels 1 and 2
OUTER_UIDS = (1_900_000_000, 60_000)  # where users begin that exist nowhere: one per place if root


@dataclass(frozen=True)
class World:
    """`scratch`: the server's own folder. `filter`: what holds a job's system calls back.
    `outer_uid`: the first of the users that jobs are where root serves. `pid_namespace`: a
    descriptor of the server's own, where jobs have theirs. `proc`: there, of its /proc, which can
    be written.
    """

    settings: Settings
    scratch: str
    filter: bytes | None
    outer_uid: int | None
    pid_namespace: int | None
    proc: int | None

    def fork_monitor(self) -> int:
        """`os.fork`, the child being process 1 of a new pid namespace where the level has them."""
        if self.pid_namespace is None:
            return os.fork()
        linux.unshare(linux.CLONE_NEWPID)
        pid = os.fork()
        if pid:
            linux.setns(self.pid_namespace, linux.CLONE_NEWPID)
        return pid

    def enter(self, number: int) -> Place:
        """Called in the monitor before it forks the job. `number`: which of the server's places
        this job has.
        """
        if self.pid_namespace is not None:
            os.close(self.pid_namespace)
            linux.prctl(linux.PR_SET_DUMPABLE, 0)  # its memory and descriptors no job can open
            return Place(self, number, "/tmp", True)
        if linux.AVAILABLE:
            linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
        return Place(self, number, os.path.join(self.scratch, f"job-{number}"), False)

    def make_own(self) -> list[tuple[str, int]]:
        """Called in process 1 of a new pid namespace: the rest of a world. Returns what the job's
        own /tmp will hide and must be shown again, with descriptors: a Python that lives under
        /tmp.
        """
        namespaces = linux.CLONE_NEWNS | linux.CLONE_NEWNET | linux.CLONE_NEWIPC
        linux.unshare(namespaces | linux.CLONE_NEWUTS)
        linux.mount("none", "/", None, linux.MS_REC | linux.MS_PRIVATE)
        quiet = linux.MS_NOSUID | linux.MS_NOEXEC
        _mount_proc()
        terminals = "newinstance,ptmxmode=0666,mode=0666"
        linux.mount("devpts", "/dev/pts", "devpts", quiet, terminals)
        linux.loopback_up()
        socket.sethostname("job")
        hidden = [path for path in self.settings.readable if path.startswith("/tmp/")]
        return [(path, os.open(path, os.O_PATH)) for path in hidden]

    def remove(self) -> None:
        """Called in the server at its end."""
        shutil.rmtree(self.scratch, ignore_errors=True)


def prepare(settings: Settings) -> World:
    """Called once in the server, before it loads anything. Returns in the process that shall
    serve.
    """
    outer_uid = _first_outer_uid(settings.number) if settings.level <= 3 else None
    if settings.level == 2:
        own_root.enter(settings)
    pid_namespace = proc = None
    if settings.level <= 2:
        own_root.furnish()
        pid_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY)
        proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
    job_filter = None
    if settings.level <= 3:
        job_filter = seccomp.program(without_sockets=settings.level == 3)
        if job_filter is None and settings.level == 3:
            raise OSError(f"seccomp: unknown machine {os.uname().machine}")
    scratch = tempfile.mkdtemp(prefix="server-", dir=settings.scratch)
    os.chmod(scratch, 0o711)
    return World(settings, scratch, job_filter, outer_uid, pid_namespace, proc)


class Place:
    """The world of one job. `root`: the folder that stands for /tmp in the job's eyes; `alone`:
    whether it vanishes with the job's world.
    """

    def __init__(self, world: World, number: int, root: str, alone: bool) -> None:
        self.root, self.alone = root, alone
        self.limits = world.settings.limits
        self._world, self._number = world, number
        self._shown_again = world.make_own() if alone else []
        first_uid = world.outer_uid
        # Root serves jobs that are not root: their folders are theirs.
        self._uid = None if first_uid is None else first_uid + number
        self._shared_before = frozenset[str]() if alone else leftovers.names_in_shared_memory()
        self._make_scratch()

    @property
    def shown_as_tmp(self) -> str | None:
        return None if self.alone else self.root

    def fork_program(self, inherited: tuple[int, ...], its_own: tuple[int, ...]) -> int:
        """Forks the process of the program. A world of its own (`alone`) has pid, ipc and mount
        namespaces for it, beneath a keeper that is process 1 there: it sees no process of the
        tests. Returns the pid of the keeper or, without one, of the program; in the program's
        process, 0. `inherited`: descriptors that it shall not have; `its_own`: those that nobody
        else shall.
        """
        if not self.alone:
            program = os.fork()
            if program == 0:
                _forget_monitor(inherited)
            return program
        with open("/proc/self/ns/pid", "rb") as own:
            linux.unshare(linux.CLONE_NEWPID)
            keeper = os.fork()
            if keeper:
                linux.setns(own.fileno(), linux.CLONE_NEWPID)
                return keeper
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        linux.unshare(linux.CLONE_NEWNS | linux.CLONE_NEWIPC)
        quiet = linux.MS_NOSUID | linux.MS_NODEV
        _mount_proc()
        linux.mount("tmpfs", "/dev/shm", "tmpfs", quiet, self._shared_memory())
        _forget_monitor(inherited)
        program = os.fork()
        if program:
            _close((*its_own, *self._open))
            _keep(program)
        return 0

    @property
    def _open(self) -> list[int]:
        fds = [fd for _, fd in self._shown_again]
        fds += [] if self._world.proc is None else [self._world.proc]
        return [*fds, memory_group.DESCRIPTOR] if self._world.settings.memory_group else fds

    def hold_memory(self) -> None:
        """Called in the monitor: bounds what all processes of the job may take together, which is
        what the two of tests and program may take apart.
        """
        if self._world.settings.memory_group:
            most = 2 * self.limits.memory + self.limits.scratch + self.limits.shared_memory
            own = os.getpid()
            name = f"job-{self._number}"
            memory_group.hold(name, most, lambda: leftovers.descendants(own))

    def renew(self, pid: int) -> None:
        """Between two runs: ends what the first left, and gives the second a world of its own where
        there are such. Then returns in a process that goes on for this one, which only stands for
        it from now on.
        """
        if self.alone:
            leftovers.kill_all(pid, everything=True)
            self._move_to_new_world()
        else:
            self.end(pid)
        self._make_scratch()

    def _move_to_new_world(self) -> None:
        for path in ("/tmp", "/dev/shm"):
            linux.unmount(path)
        linux.unshare(linux.CLONE_NEWPID)
        successor = os.fork()
        if successor:
            _, status = os.waitpid(successor, 0)
            os._exit(1 if status else 0)
        _close([fd for _, fd in self._shown_again])
        self._shown_again = self._world.make_own()

    def end(self, pid: int) -> None:
        """Ends everything of the job. A world of its own ends with process 1, which is us."""
        if self.alone:
            return
        leftovers.kill_all(pid)
        leftovers.remove(self.root)
        if linux.AVAILABLE:
            owner = os.getuid() if self._uid is None else self._uid
            leftovers.clear_shared_memory(owner, self._shared_before)

    def _make_scratch(self) -> None:
        if self.alone:
            self._mount_scratch()
        else:
            leftovers.remove(self.root)
            os.mkdir(self.root)
        for path in (self.root, os.path.join(self.root, "job"), os.path.join(self.root, "home")):
            os.makedirs(path, exist_ok=True)
            if self._uid is not None:
                os.chown(path, self._uid, self._uid)

    def _mount_scratch(self) -> None:
        quiet = linux.MS_NOSUID | linux.MS_NODEV
        size = f"mode=1777,nr_inodes=200000,size={self.limits.scratch}"
        linux.mount("tmpfs", "/tmp", "tmpfs", quiet, size)
        linux.mount("tmpfs", "/dev/shm", "tmpfs", quiet, self._shared_memory())
        for path, fd in self._shown_again:
            os.makedirs(path, mode=0o755)
            linux.mount(f"/proc/self/fd/{fd}", path, None, linux.MS_BIND)
        for path, target in self._world.settings.links:
            if path.startswith("/tmp/"):
                os.makedirs(os.path.dirname(path), mode=0o755, exist_ok=True)
                os.symlink(target, path)

    def _shared_memory(self) -> str:
        return f"mode=1777,nr_inodes=10000,size={self.limits.shared_memory}"

    def leave_for_job(self) -> None:
        """Called in the job's process before anything else; afterwards it can do only what a job
        may.
        """
        os.setsid()
        os.umask(0o022)
        _reopen_standard_channels()
        for number in (signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.chdir(os.path.join(self.root, "job"))
        os.environ.update(HOME=os.path.join(self.root, "home"), TMPDIR=self.root)
        if not linux.AVAILABLE:
            limits.apply(self.limits)
            return
        monitor = os.getppid()
        self._become_nobody()
        # Behind the user namespace, so that the processes of one job alone are counted.
        limits.apply(self.limits)
        self._lose_privileges(monitor)

    def _become_nobody(self) -> None:
        if self._uid is not None:
            _become(self._uid)
        linux.prctl(linux.PR_SET_DUMPABLE, 1)
        if self.alone:
            _enter_user_namespace(self._world.proc)

    def _lose_privileges(self, monitor: int) -> None:
        if self.alone:
            linux.drop_capabilities()
        # When memory runs out, a job goes before anything else, and cannot take that back where its
        # own /proc is read-only, or Landlock makes it so.
        linux.write_own("oom_score_adj", "1000", self._world.proc)
        _close(self._open)
        linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
        if self._world.settings.level == 3:
            landlock.restrict(self._world.settings.readable, self.root)
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != monitor:
            os._exit(0)
        if self._world.filter is not None:
            linux.install_filter(self._world.filter)


def _forget_monitor(inherited: tuple[int, ...]) -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _close(inherited)


def _mount_proc() -> None:
    """Read-only: what is written there changes a process, or the kernel, and no file."""
    flags = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC | linux.MS_RDONLY
    linux.mount("proc", "/proc", "proc", flags)


def _close(fds: Iterable[int]) -> None:
    for fd in fds:
        os.close(fd)


def _keep(program: int) -> NoReturn:
    """Buries what is handed to process 1, until the program ends, and its world with it."""
    while os.wait()[0] != program:
        pass
    os._exit(0)


def _reopen_standard_channels() -> None:
    """Gives the job open files of its own: flags set on inherited ones the next job would find."""
    for fd in (0, 1, 2):
        null = os.open(os.devnull, os.O_WRONLY if fd == 2 else os.O_RDWR)
        os.dup2(null, fd)
        os.close(null)


def _become(uid: int) -> None:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def _enter_user_namespace(proc: int | None) -> None:
    """Gives the job the same user on every machine, and a count of processes that no other job adds
    to. Where the system refuses it (to an unprivileged user, which the job already is if root
    serves), the job goes on as who it is.
    """
    uid, gid = os.getuid(), os.getgid()
    try:
        linux.unshare(linux.CLONE_NEWUSER)
    except OSError:
        return
    linux.map_user(JOB_UID, uid, gid, proc)


def _first_outer_uid(number: int) -> int | None:
    """For root: the first of a range of users of our own, 1000 apart for servers at the same time;
    else None.
    """
    if not linux.AVAILABLE or os.getuid() != 0:
        return None
    with open("/proc/self/uid_map") as file:
        ranges = [[int(field) for field in line.split()] for line in file]
    for first in OUTER_UIDS:
        apart = number % 10_000 * 1000 if first > 65_535 else number % 4 * 1000
        wanted = first + apart
        for inside, _, length in ranges:
            if inside <= wanted and wanted + 999 < inside + length:
                return wanted
    return None
