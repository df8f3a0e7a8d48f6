"""What a job can leave behind where it had no world of its own: processes and files."""

import os
import shutil
import signal
import subprocess


def kill_all(pid):
    """Ends the job's process group and every descendant of ours; orphans of the job are ours, since we are their subreaper."""
    for kill in (os.kill, os.killpg):
        _kill(kill, pid)
    for _ in range(1000):
        descendants = _descendants(os.getpid())
        for descendant in descendants:
            _kill(os.kill, descendant)
        if not _reap(wait=bool(descendants)):
            return


def _kill(kill, pid):
    try:
        kill(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def _reap(wait):
    """Buries the dead; false when there is no child left."""
    try:
        while os.waitpid(-1, 0 if wait else os.WNOHANG)[0]:
            wait = False
    except ChildProcessError:
        return False
    return True


def _descendants(pid):
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


def remove(root):
    """A job can leave folders nested too deeply for `rmtree`, or closed to their owner."""
    if not os.path.lexists(root):
        return
    shutil.rmtree(root, ignore_errors=True)
    if os.path.lexists(root):
        for command in (["chmod", "-R", "u+rwx", root], ["rm", "-rf", root]):
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
