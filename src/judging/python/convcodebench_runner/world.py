"""Where jobs live. Levels 1 and 2: every job has a world of its own (user, mount, pid, net, ipc and uts namespaces), which
ends with it. Level 3: Landlock and seccomp in the world of all. Level 4: a folder and limits.

At level 1 bubblewrap built the root this server lives in, at level 2 `own_root` does; from there on they are the same.
"""

import os
import signal
import socket

from . import landlock, leftovers, limits, linux, own_root, seccomp

JOB_UID = 1000  # how a job sees itself at levels 1 and 2
OUTER_UIDS = (1_900_000_000, 60_000)  # where users begin that exist nowhere: one per place of a server run by root


def prepare(settings):
    """Called once in the server, before it loads anything. Returns in the process that shall serve."""
    settings["filter"], settings["shown_again"] = None, []
    settings["outer_uid"] = _first_outer_uid(settings["number"]) if settings["level"] <= 3 else None
    if settings["level"] == 2:
        own_root.enter(settings)
    if settings["level"] <= 2:
        own_root.furnish(settings)
        settings["pid_namespace"] = os.open("/proc/self/ns/pid", os.O_RDONLY)
    if settings["level"] <= 3:
        settings["filter"] = seccomp.program(without_sockets=settings["level"] == 3)
        if settings["filter"] is None and settings["level"] == 3:
            raise OSError("seccomp: unknown machine %s" % os.uname().machine)


def fork_monitor(settings):
    """`os.fork`, with the child as process 1 of a new pid namespace where the level has them."""
    if settings["level"] > 2:
        return os.fork()
    linux.unshare(linux.CLONE_NEWPID)
    pid = os.fork()
    if pid:
        linux.setns(settings["pid_namespace"], linux.CLONE_NEWPID)
    return pid


class Place:
    """`root`: the folder that stands for /tmp in the job's eyes; `alone`: whether it vanishes with the job's world."""

    def __init__(self, root, alone, number):
        self.root, self.alone, self.number = root, alone, number
        self.shared_before = frozenset() if alone else leftovers.names_in_shared_memory()

    @property
    def shown_as_tmp(self):
        return None if self.alone else self.root


def enter(settings, number):
    """Called in the monitor before it forks the job. `number`: which of the server's places this job has."""
    if settings["level"] <= 2:
        os.close(settings["pid_namespace"])
        linux.prctl(linux.PR_SET_DUMPABLE, 0)  # its memory and descriptors are nothing a job can open
        linux.unshare(linux.CLONE_NEWNS | linux.CLONE_NEWNET | linux.CLONE_NEWIPC | linux.CLONE_NEWUTS)
        linux.mount("none", "/", None, linux.MS_REC | linux.MS_PRIVATE)
        linux.mount("proc", "/proc", "proc", linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC)
        linux.mount("devpts", "/dev/pts", "devpts", linux.MS_NOSUID | linux.MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0666")
        linux.loopback_up()
        socket.sethostname("job")
        # A Python that lives under /tmp would vanish behind the job's own /tmp: it is shown again from these descriptors.
        hidden = [path for path in settings["readable"] if path.startswith("/tmp/")]
        settings["shown_again"] = [(path, os.open(path, os.O_PATH)) for path in hidden]
        place = Place("/tmp", True, number)
    else:
        if linux.AVAILABLE:
            linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
        place = Place(os.path.join(settings["scratch"], "job-%d" % number), False, number)
    _make_scratch(place, settings)
    return place


def renew(place, pid, settings):
    """Between two runs: ends what the first left, and gives the second a scratch of its own."""
    if not place.alone:
        end(place, pid, settings)
    else:
        leftovers.kill_all(pid, everything=True)
        linux.unmount("/tmp")
        linux.unmount("/dev/shm")
    _make_scratch(place, settings)


def _make_scratch(place, settings):
    if place.alone:
        quiet = linux.MS_NOSUID | linux.MS_NODEV
        size = "mode=1777,nr_inodes=200000,size=%d" % settings["limits"]["scratch"]
        linux.mount("tmpfs", "/tmp", "tmpfs", quiet, size)
        linux.mount("tmpfs", "/dev/shm", "tmpfs", quiet, "mode=1777,nr_inodes=10000,size=%d" % settings["limits"]["shared_memory"])
        for path, fd in settings["shown_again"]:
            os.makedirs(path, mode=0o755)
            linux.mount("/proc/self/fd/%d" % fd, path, None, linux.MS_BIND)
        for path, target in settings["links"]:
            if path.startswith("/tmp/"):
                os.makedirs(os.path.dirname(path), mode=0o755, exist_ok=True)
                os.symlink(target, path)
    else:
        leftovers.remove(place.root)
        os.mkdir(place.root)
    for path in (place.root, os.path.join(place.root, "job"), os.path.join(place.root, "home")):
        os.makedirs(path, exist_ok=True)
        if settings["outer_uid"] is not None:  # root serves jobs that are not root: their folders are theirs
            uid = settings["outer_uid"] + place.number
            os.chown(path, uid, uid)


def leave_for_job(place, settings):
    """Called in the job's process before anything else; afterwards it can do only what a job may."""
    os.setsid()
    os.umask(0o022)
    _reopen_standard_channels()
    for _, fd in settings["shown_again"]:
        os.close(fd)
    for number in (signal.SIGTERM, signal.SIGCHLD, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN if number == signal.SIGPIPE else signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(os.path.join(place.root, "job"))
    os.environ.update(HOME=os.path.join(place.root, "home"), TMPDIR=place.root)
    if not linux.AVAILABLE:
        limits.apply(settings["limits"])
        return
    monitor = os.getppid()
    _become_nobody(place, settings)
    limits.apply(settings["limits"])  # behind the user namespace, so that the processes of one job alone are counted
    _lose_privileges(monitor, place, settings)


def _reopen_standard_channels():
    """Gives the job open files of its own: flags set on inherited ones would be found by the next job."""
    for fd in (0, 1, 2):
        null = os.open(os.devnull, os.O_WRONLY if fd == 2 else os.O_RDWR)
        os.dup2(null, fd)
        os.close(null)


def _become_nobody(place, settings):
    if settings["outer_uid"] is not None:
        _become(settings["outer_uid"] + place.number)
    linux.prctl(linux.PR_SET_DUMPABLE, 1)
    if settings["level"] <= 2:
        _enter_user_namespace()


def _lose_privileges(monitor, place, settings):
    if settings["level"] <= 2:
        linux.drop_capabilities()
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")  # when memory runs out, a job goes before anything else
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    if settings["level"] == 3:
        landlock.restrict(settings["readable"], [place.root])
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != monitor:
        os._exit(0)
    if settings["filter"] is not None:
        linux.install_filter(settings["filter"])


def _become(uid):
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def _enter_user_namespace():
    """Gives the job the same user on every machine, and a count of processes that no other job adds to. Where the system
    refuses it (to an unprivileged user, which the job already is if root serves), the job goes on as who it is."""
    uid, gid = os.getuid(), os.getgid()
    try:
        linux.unshare(linux.CLONE_NEWUSER)
    except OSError:
        return
    linux.map_user(JOB_UID, uid, gid)


def _first_outer_uid(number):
    """For root: the first of a range of users of our own, 1000 apart for servers at the same time; else None."""
    if not linux.AVAILABLE or os.getuid() != 0:
        return None
    with open("/proc/self/uid_map") as file:
        ranges = [[int(field) for field in line.split()] for line in file]
    for first in OUTER_UIDS:
        wanted = first + (number % 10_000 * 1000 if first > 65_535 else number % 4 * 1000)
        if any(inside <= wanted and wanted + 999 < inside + length for inside, _, length in ranges):
            return wanted
    return None


def end(place, pid, settings):
    """Ends everything of the job. A world of its own ends with process 1, which is us."""
    if place.alone:
        return
    leftovers.kill_all(pid)
    leftovers.remove(place.root)
    if linux.AVAILABLE:
        own = settings["outer_uid"]
        leftovers.clear_shared_memory(os.getuid() if own is None else own + place.number, place.shared_before)
