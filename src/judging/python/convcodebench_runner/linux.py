"""The few system calls that Python has no name for. Everything here raises OSError when the kernel
says no.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
import sys

AVAILABLE = sys.platform.startswith("linux")

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38

_libc: ctypes.CDLL = ctypes.CDLL(None, use_errno=True)


def check(result: int, what: str) -> int:
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def prctl(option: int, value: int) -> None:
    check(_libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0), "prctl")


def die_with_parent(signal_number: int, parent: int) -> None:
    """Asks the kernel to send us a signal when our parent dies; sends it at once if that already
    happened.
    """
    if AVAILABLE:
        prctl(PR_SET_PDEATHSIG, signal_number)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal_number)


CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY = 1
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MS_REMOUNT = 32
MS_BIND = 4096
MS_REC = 16384
MS_PRIVATE = 1 << 18
MNT_DETACH = 2

PR_CAPBSET_DROP = 24
PR_SET_SECCOMP = 22
SECCOMP_MODE_FILTER = 2
LAST_CAPABILITY = 63  # beyond what any kernel knows; the first unknown one ends the dropping

# Numbers that all architectures share (the generic table, from 424 on).
SYS_MOUNT_SETATTR = 442
SYS_LANDLOCK_CREATE_RULESET = 444
SYS_LANDLOCK_ADD_RULE = 445
SYS_LANDLOCK_RESTRICT_SELF = 446
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}  # by machine
AT_FDCWD = -100
AT_RECURSIVE = 0x8000
MOUNT_ATTR_RDONLY = 1


def unshare(flags: int) -> None:
    check(_libc.unshare(flags), "unshare")


def setns(fd: int, kind: int) -> None:
    check(_libc.setns(fd, kind), "setns")


def mount(
    source: str | None, target: str, kind: str | None, flags: int, data: str | None = None
) -> None:
    arguments = (_bytes(source), _bytes(target), _bytes(kind), ctypes.c_ulong(flags), _bytes(data))
    check(_libc.mount(*arguments), f"mount {target}")


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else os.fsencode(text)


def unmount(target: str) -> None:
    check(_libc.umount2(os.fsencode(target), MNT_DETACH), f"umount {target}")


def pivot_root(new: str, old: str) -> None:
    number = PIVOT_ROOT.get(os.uname().machine)
    if number is None:
        raise OSError(38, "pivot_root: unknown machine")
    check(_libc.syscall(number, os.fsencode(new), os.fsencode(old)), "pivot_root")


def make_tree_read_only(path: str) -> None:
    """`path` and every mount beneath it (kernel 5.12)."""
    attributes = (ctypes.c_uint64 * 4)(MOUNT_ATTR_RDONLY, 0, 0, 0)
    result = _libc.syscall(
        SYS_MOUNT_SETATTR,
        AT_FDCWD,
        os.fsencode(path),
        AT_RECURSIVE,
        attributes,
        ctypes.c_size_t(32),
    )
    check(result, f"mount_setattr {path}")


def write_own(name: str, text: str, proc: int | None = None) -> None:
    """Writes a file of this process in /proc. `proc`: a descriptor of another mount of it."""
    path = f"/proc/self/{name}" if proc is None else f"self/{name}"
    fd = os.open(path, os.O_WRONLY, dir_fd=proc)
    try:
        os.write(fd, text.encode("ascii"))
    finally:
        os.close(fd)


def map_user(inside: int, outside_uid: int, outside_gid: int, proc: int | None = None) -> None:
    """In a new user namespace: `inside` stands for our own user and group, which is all an
    unprivileged process may map. `proc`: as for `write_own`.
    """
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{inside} {outside_uid} 1"),
        ("gid_map", f"{inside} {outside_gid} 1"),
    ):
        write_own(name, text, proc)


def drop_capabilities() -> None:
    for capability in range(LAST_CAPABILITY + 1):
        if _libc.prctl(PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0) == -1:
            break
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3, this process
    check(_libc.capset(header, (ctypes.c_uint32 * 6)()), "capset")


def install_filter(program: bytes) -> None:
    """A seccomp filter: `program` is the packed BPF code. Needs no_new_privs."""
    code = ctypes.create_string_buffer(program, len(program))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))

    filter_program = Program(len(program) // 8, ctypes.addressof(code))
    check(
        _libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(filter_program), 0, 0),
        "seccomp",
    )


def syscall(number: int, *arguments: object) -> int:
    return check(_libc.syscall(number, *arguments), f"syscall {number}")


SIOCSIFFLAGS = 0x8914


def loopback_up() -> None:
    """Switches the loopback device of this network namespace on."""
    up_and_running = struct.pack("16sh14x", b"lo", 0x1 | 0x40)  # IFF_UP | IFF_RUNNING
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, up_and_running)


RESERVED_MIB = 64
BLOCK = 512  # the largest object that Python keeps in its own arenas
_reserved: list[list[bytes]] = []


def reserve_memory() -> None:
    """Lets Python take the memory for what is to be loaded in one piece, where huge pages fit, not
    in the gaps between libraries: all its arenas are filled now, and freed but for an object in
    each that keeps it.
    """
    count = RESERVED_MIB * (1 << 20) // BLOCK
    blocks = [bytes(BLOCK - sys.getsizeof(b"")) for _ in range(count)]
    _reserved.append(blocks[::1000])


MADV_COLLAPSE = 25  # since kernel 6.1
HUGE_PAGE = 2 << 20


def join_pages() -> None:
    """Makes huge pages of this process's own memory where the kernel does that, so that a fork has
    fewer of them to copy and an exit fewer to give back. Only speed hangs on it: what cannot be
    joined stays as it is.
    """
    try:
        with open("/proc/self/maps") as maps:
            areas = [line.split() for line in maps]
    except OSError:  # no Linux, or no /proc
        return
    for span, access, _, _, _, *name in areas:
        if access[1] == "w" and name in ([], ["[heap]"]):
            start, end = (int(edge, 16) for edge in span.split("-"))
            for at in range(-(-start // HUGE_PAGE) * HUGE_PAGE, end - HUGE_PAGE + 1, HUGE_PAGE):
                _libc.madvise(ctypes.c_void_p(at), ctypes.c_size_t(HUGE_PAGE), MADV_COLLAPSE)
