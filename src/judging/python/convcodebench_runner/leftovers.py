"""What a job can leave behind where it had no world of its own: processes and files."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator

from . import linux


def kill_all(pid: int, everything: bool = False) -> None:
    """Ends the job's process group and every descendant of ours; orphans of the job are ours, since
    we are their subreaper. `everything`: whether we are process 1, for whom one call ends all.
    """
    for kill in (os.kill, os.killpg):
        _kill(kill, pid)
    if everything:
        _kill(os.kill, -1)
        while _reap(wait=True):
            pass
        return
    for _ in range(1000):
        alive = descendants(os.getpid())
        for descendant in alive:
            _kill(os.kill, descendant)
        if not _reap(wait=bool(alive)):
            return


def _kill(kill: Callable[[int, int], None], pid: int) -> None:
    try:
        kill(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def _reap(wait: bool) -> bool:
    """Buries the dead; false when there is no child left."""
    try:
        while os.waitpid(-1, 0 if wait else os.WNOHANG)[0]:
            wait = False
    except ChildProcessError:
        return False
    return True


def descendants(pid: int) -> list[int]:
    found: list[int] = []
    waiting = [pid]
    while waiting:
        children = _children(waiting.pop())
        found += children
        waiting += children
    return found


def _children(pid: int) -> list[int]:
    """Of all threads of a process."""
    children: list[int] = []
    for thread in _names(f"/proc/{pid}/task"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            with open(f"/proc/{pid}/task/{thread}/children", "rb") as listed:
                children += [int(child) for child in listed.read().split()]
    return children


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def remove(root: str) -> None:
    """A job can leave folders nested too deeply for `rmtree`, or closed to their owner."""
    if not os.path.lexists(root):
        return
    if not os.path.isdir(root) or os.path.islink(root):
        os.unlink(root)
        return
    shutil.rmtree(root, ignore_errors=True)
    if os.path.lexists(root):
        for command in (["chmod", "-R", "u+rwx", root], ["rm", "-rf", root]):
            subprocess.run(
                command,
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )


def names_in_shared_memory() -> frozenset[str]:
    return frozenset(os.listdir("/dev/shm") if os.path.isdir("/dev/shm") else [])


def clear_shared_memory(owner: int, before: frozenset[str]) -> None:
    """Removes what `owner` has in /dev/shm, was not there `before`, and no process uses: the user
    may have other programs, and other jobs. Only levels 3 and 4 share the folder at all. What
    cannot be removed, or goes meanwhile, costs nobody a verdict.
    """
    made = list(_new_of(owner, before))
    used = _paths_in_use() if made else set[str]()
    for path in made:
        if not any(each == path or each.startswith(path + "/") for each in used):
            try:
                remove(path)
            except OSError:
                continue


def _new_of(owner: int, before: frozenset[str]) -> Iterator[str]:
    for name in names_in_shared_memory() - before:
        path = os.path.join("/dev/shm", name)
        try:
            if os.lstat(path).st_uid == owner:
                yield path
        except OSError:  # it has gone meanwhile
            continue


def _paths_in_use() -> set[str]:
    """What of /dev/shm the processes that we may look into hold open or mapped, or work in."""
    found: set[str] = set()
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            links = ["cwd"] + ["fd/" + fd for fd in os.listdir(f"/proc/{pid}/fd")]
            with open(f"/proc/{pid}/maps") as maps:
                found.update(
                    line.split(None, 5)[5].rstrip() for line in maps if "/dev/shm/" in line
                )
        except OSError:  # it is somebody else's, or has just ended
            continue
        found.update(_target(f"/proc/{pid}/{link}") for link in links)
    return {path for path in found if path.startswith("/dev/shm/")}


def _target(link: str) -> str:
    try:
        return os.readlink(link)
    except OSError:  # closed since
        return ""


def cpu_s(monitor: int) -> float:
    """CPU seconds that the live descendants of a monitor have used, and those they have buried;
    0 where there is no /proc to tell.
    """
    return sum(used for _, used in _looks(monitor))


def cpu_s_asleep(monitor: int) -> float | None:
    """The same; None when one of them is using or waiting for a core right now, or where there is
    no /proc.
    """
    if not linux.AVAILABLE:
        return None
    looks = list(_looks(monitor))
    return None if any(state in (b"R", b"D") for state, _ in looks) else sum(s for _, s in looks)


def _looks(monitor: int) -> Iterator[tuple[bytes, float]]:
    """State and CPU seconds of each."""
    for pid in descendants(monitor):
        try:
            with open(f"/proc/{pid}/stat", "rb") as stat:
                fields = stat.read().rsplit(b")", 1)[1].split()
        except OSError:
            continue
        ticks = sum(int(field) for field in fields[11:15])
        yield fields[0], ticks / os.sysconf("SC_CLK_TCK")
