"""Where a job lives: its folder, its limits, and the end of everything it started."""

import os
import shutil
import signal
import subprocess
import tempfile

from . import limits, linux


class Place:
    """`root`: folder that stands for /tmp in the job's eyes; `made`: whether it must be removed afterwards."""

    def __init__(self, root, made):
        self.root = root
        self.made = made

    @property
    def shown_as_tmp(self):
        return self.root if self.made else None


def enter(settings):
    """Called in the monitor before the job is forked."""
    if linux.AVAILABLE:
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
    root = tempfile.mkdtemp(prefix="job-", dir=settings["scratch"])
    place = Place(root, True)
    for name in ("job", "home"):
        os.mkdir(os.path.join(place.root, name))
    return place


def leave_for_job(place, settings):
    """Called in the job's process before anything else; afterwards it can do only what a job may."""
    if linux.AVAILABLE:
        linux.die_with_parent(signal.SIGKILL, os.getppid())
    os.setsid()
    for number in (signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(os.path.join(place.root, "job"))
    os.environ.update(HOME=os.path.join(place.root, "home"), TMPDIR=place.root)
    limits.apply(settings["limits"])


def kill_all(place, pid):
    """Ends the job and everything it started that the system lets us find."""
    _kill(pid)
    _kill_group(pid)
    for _ in range(100):
        descendants = _children(os.getpid())
        for descendant in descendants:
            _kill(descendant)
        try:
            while os.waitpid(-1, os.WNOHANG if not descendants else 0)[0]:
                pass
        except ChildProcessError:
            return


def end(place, pid, then_exit):
    kill_all(place, pid)
    if place.made:
        _remove(place.root)
    if then_exit:
        os._exit(0)


def _kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _kill_group(pid):
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def _children(pid):
    """All live descendants that the kernel lists; orphans of the job are ours, since we are their subreaper."""
    found, waiting = [], [pid]
    while waiting:
        parent = waiting.pop()
        try:
            with open("/proc/%d/task/%d/children" % (parent, parent), "rb") as listed:
                children = [int(child) for child in listed.read().split()]
        except OSError:
            children = []
        found += children
        waiting += children
    return found


def _remove(root):
    """A job can leave folders nested too deeply for `rmtree`, or closed to their owner."""
    shutil.rmtree(root, ignore_errors=True)
    if os.path.lexists(root):
        for command in (["chmod", "-R", "u+rwx", root], ["rm", "-rf", root]):
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
