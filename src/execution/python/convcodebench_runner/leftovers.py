"""What a job can leave behind where it had no world of its own: processes and files."""

import os
import shutil
import signal
import subprocess

from . import linux


def kill_all(pid, everything=False):
    """Ends the job's process group and every descendant of ours; orphans of the job are ours, since we are their subreaper.
    `everything`: whether we are process 1, for whom one call ends all."""
    for kill in (os.kill, os.killpg):
        _kill(kill, pid)
    if everything:
        _kill(os.kill, -1)
        while _reap(wait=True):
            pass
        return
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
    if not os.path.isdir(root) or os.path.islink(root):
        os.unlink(root)
        return
    shutil.rmtree(root, ignore_errors=True)
    if os.path.lexists(root):
        for command in (["chmod", "-R", "u+rwx", root], ["rm", "-rf", root]):
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def clear_shared_memory(owner, since):
    """Removes what `owner` has made in /dev/shm since then and no process uses: the user may have other programs, and other jobs. Only levels 3 and 4
    share the folder at all."""
    made = [entry for entry in os.scandir("/dev/shm") if _is_made_by(entry, owner, since)]
    used = _paths_in_use() if made else set()
    for entry in made:
        if not any(path == entry.path or path.startswith(entry.path + "/") for path in used):
            remove(entry.path)


def _is_made_by(entry, owner, since):
    try:
        status = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return False
    return status.st_uid == owner and status.st_ctime >= since


def _paths_in_use():
    """What of /dev/shm the processes that we may look into hold open or mapped."""
    found = set()
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            found.update(os.readlink("/proc/%s/fd/%s" % (pid, fd)) for fd in os.listdir("/proc/%s/fd" % pid))
            with open("/proc/%s/maps" % pid) as maps:
                found.update(line.split(None, 5)[5].rstrip() for line in maps if "/dev/shm/" in line)
        except OSError:  # it is somebody else's, or has just ended
            continue
    return {path for path in found if path.startswith("/dev/shm/")}


def cpu_s(monitor):
    """CPU seconds that the live descendants of a monitor have used; None when one of them is using or waiting for a core
    right now, or where there is no /proc to tell."""
    if not linux.AVAILABLE:
        return None
    total = 0
    for pid in _descendants(monitor):
        try:
            with open("/proc/%d/stat" % pid, "rb") as stat:
                fields = stat.read().rsplit(b")", 1)[1].split()
        except OSError:
            continue
        if fields[0] in (b"R", b"D"):
            return None
        total += sum(int(field) for field in fields[11:15])
    return total / os.sysconf("SC_CLK_TCK")
