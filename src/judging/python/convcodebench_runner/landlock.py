"""Level 3: a job reads the system and the Python at hand, writes its scratch only, and opens no
connection.
"""

import ctypes
import os

from . import linux, visible

_VERSION = 1
_RULE_PATH = 1
# Rights by the version that brought them. Files alone can have the first three and truncate (and
# ioctl).
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_REFER, _TRUNCATE, _IOCTL = 1 << 13, 1 << 14, 1 << 15
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_FILE_ONLY = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
WRITABLE = ["/dev/null", "/dev/full", "/dev/shm"]


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _PathRule(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("access", ctypes.c_uint64), ("parent", ctypes.c_int32))


def version() -> int:
    """Landlock's version; raises OSError where there is none."""
    return linux.syscall(
        linux.SYS_LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION)
    )


def restrict(readable: tuple[str, ...], scratch: str) -> None:
    """Puts the calling process and all it will start under the rules. Needs no_new_privs."""
    known = version()
    handled = (1 << 13) - 1
    for since, right in ((2, _REFER), (3, _TRUNCATE), (5, _IOCTL)):
        handled |= right if known >= since else 0
    rules = _Ruleset(handled, 3 if known >= 4 else 0, 3 if known >= 6 else 0)
    size = 24 if known >= 6 else 16 if known >= 4 else 8
    ruleset = linux.syscall(
        linux.SYS_LANDLOCK_CREATE_RULESET,
        ctypes.byref(rules),
        ctypes.c_size_t(size),
        ctypes.c_uint32(0),
    )
    devices = ["/dev/" + name for name in visible.DEVICES]
    # The better levels have some of these of their own.
    etc = ["/etc/" + name for name in (*visible.OWN_ETC, *visible.ETC)]
    for path in (*readable, *visible.SYSTEM, "/proc", *devices, *etc):
        _allow(ruleset, path, _READ & handled)
    for path in (scratch, *WRITABLE):
        _allow(ruleset, path, handled)
    linux.syscall(linux.SYS_LANDLOCK_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    os.close(ruleset)


def _allow(ruleset: int, path: str, access: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    if not os.path.isdir(path):
        access &= _FILE_ONLY
    rule = _PathRule(access, fd)
    linux.syscall(
        linux.SYS_LANDLOCK_ADD_RULE,
        ctypes.c_int(ruleset),
        ctypes.c_int(_RULE_PATH),
        ctypes.byref(rule),
        ctypes.c_uint32(0),
    )
    os.close(fd)
