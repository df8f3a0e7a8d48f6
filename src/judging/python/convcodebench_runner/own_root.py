"""Level 2: the server builds the root that bubblewrap builds at level 1. Any step that fails ends
the server, which means that the level is not to be had.
"""

import os
import signal

from . import linux, visible
from .settings import Settings


def enter(settings: Settings) -> None:
    """Returns in a child that is process 1 of a new pid namespace and sees nothing but what jobs
    may.
    """
    uid, gid = os.getuid(), os.getgid()
    namespaces = linux.CLONE_NEWNS | linux.CLONE_NEWPID | linux.CLONE_NEWNET
    namespaces |= linux.CLONE_NEWIPC | linux.CLONE_NEWUTS
    if uid == 0:
        linux.unshare(namespaces)
    else:
        linux.unshare(namespaces | linux.CLONE_NEWUSER)
        linux.map_user(0, uid, gid)
    child = os.fork()
    if child:
        _wait_and_follow(child)
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    _build(settings)


def furnish() -> None:
    """Writes the few files of /etc that are ours and closes the root: jobs cannot leave anything
    for each other in it.
    """
    for name, text in visible.OWN_ETC.items():
        with open("/etc/" + name, "w") as file:
            file.write(text)
    for path in ("/etc", "/dev", "/"):
        linux.mount(None, path, None, linux.MS_REMOUNT | linux.MS_BIND | linux.MS_RDONLY)


def _wait_and_follow(child: int) -> None:
    """The outer process only stands for the inner one: same end, and no descriptor kept open."""
    os.closerange(3, 64)
    _, status = os.waitpid(child, 0)
    os._exit(1 if os.waitstatus_to_exitcode(status) else 0)


def _build(settings: Settings) -> None:
    # There everywhere, and nothing that a job needs: in our own mount namespace the new root grows
    # on it.
    root = "/sys"
    linux.mount("none", "/", None, linux.MS_REC | linux.MS_PRIVATE)
    _mount_folders(root)
    for path in visible.SYSTEM:
        if os.path.islink(path):
            os.symlink(os.readlink(path), root + path)
        elif os.path.isdir(path):
            _show(path, root + path)
    for path in (*settings.readable, settings.runner):
        if not visible.is_in_system(path):
            _show(path, root + path)
    for path, target in settings.links:
        os.makedirs(os.path.dirname(root + path), mode=0o755, exist_ok=True)
        os.symlink(target, root + path)
    for name in visible.ETC:
        _show("/etc/" + name, root + "/etc/" + name)
    for name in visible.DEVICES:
        _bind("/dev/" + name, root + "/dev/" + name)
    for name, target in visible.DEVICE_LINKS.items():
        os.symlink(target, root + "/dev/" + name)
    quiet = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC
    linux.mount("proc", root + "/proc", "proc", quiet)
    os.chdir(root)
    linux.pivot_root(".", ".")
    linux.unmount(".")
    os.chdir("/")


def _mount_folders(root: str) -> None:
    quiet = linux.MS_NOSUID | linux.MS_NODEV
    linux.mount("tmpfs", root, "tmpfs", quiet, "mode=0755,size=16m")
    for name in ("proc", "tmp", "etc", "dev"):
        os.mkdir(os.path.join(root, name))
    linux.mount("tmpfs", root + "/dev", "tmpfs", linux.MS_NOSUID, "mode=0755,size=1m")
    for name in ("shm", "pts"):
        os.mkdir(root + "/dev/" + name)
    linux.mount("tmpfs", root + "/tmp", "tmpfs", quiet, "mode=0755,size=64m")
    linux.mount("tmpfs", root + "/etc", "tmpfs", quiet, "mode=0755,size=1m")


def _show(path: str, at: str) -> None:
    """Binds `path` read-only; what is not there is passed over."""
    if os.path.exists(path):
        _bind(path, at)
        linux.make_tree_read_only(at)


def _bind(path: str, at: str) -> None:
    is_folder = os.path.isdir(path)
    os.makedirs(at if is_folder else os.path.dirname(at), mode=0o755, exist_ok=True)
    if not is_folder:
        open(at, "a").close()
    linux.mount(path, at, None, linux.MS_BIND | linux.MS_REC)
