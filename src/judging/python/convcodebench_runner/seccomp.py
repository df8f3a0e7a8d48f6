"""The system calls a job has no honest use for. They answer `not permitted`; nothing is killed for
asking.
"""

import os
import socket
import struct

EPERM, EACCES, ENOSYS, EAFNOSUPPORT = 1, 13, 38, 97

# name: (x86_64, aarch64)
REFUSED = {
    "ptrace": (101, 117),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "setns": (308, 268),
    "unshare": (272, 97),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "reboot": (169, 142),
    "init_module": (175, 105),
    "delete_module": (176, 106),
    "finit_module": (313, 273),
    "kexec_load": (246, 104),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    "personality": (135, 92),
    "syslog": (103, 116),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "pidfd_getfd": (438, 438),
    "mount_setattr": (442, 442),
}
# Those on whose arguments it hangs.
EXAMINED = {
    "clone": (56, 220),
    "clone3": (435, 435),
    "socket": (41, 198),
    "socketpair": (53, 199),
    "prlimit64": (302, 261),
}
# Whatever else the kernel has (AF_VSOCK, AF_ALG, …), no network namespace holds it.
FAMILIES = (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, 16)  # the last is AF_NETLINK
NEW_NAMESPACES = 0x7E020000  # all CLONE_NEW… but CLONE_NEWTIME, which `clone` does not take
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

_LOAD, _JUMP_EQUAL, _JUMP_SET, _JUMP_GREATER, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # offsets in what a filter is shown


def program(without_sockets: bool) -> bytes | None:
    """BPF code for this machine; None for a machine whose numbers we do not know."""
    if os.uname().machine not in MACHINES:
        return None
    column, architecture = MACHINES[os.uname().machine]
    number = {name: numbers[column] for name, numbers in EXAMINED.items()}
    code = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_JUMP_EQUAL, architecture, 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER),
    ]
    if column == 0:  # the x32 numbers would be a way around
        code += [_step(_JUMP_GREATER, 0x40000000, 0, 1), _refuse(ENOSYS)]
    for numbers in REFUSED.values():
        code += _on(numbers[column], [_refuse(EPERM)])
    code += _on(number["clone3"], [_refuse(ENOSYS)])
    code += _on(
        number["clone"],
        [_load_argument(0), _step(_JUMP_SET, NEW_NAMESPACES, 0, 1), _refuse(EPERM), _allow()],
    )
    code += _on(number["socket"], [_refuse(EACCES)] if without_sockets else _known_families())
    code += _on(number["socketpair"], _known_families())
    code += _on(number["prlimit64"], _limits_of_its_own())
    return b"".join([*code, _allow()])


def _known_families() -> list[bytes]:
    equal = [
        _step(_JUMP_EQUAL, family, len(FAMILIES) - at, 0) for at, family in enumerate(FAMILIES)
    ]
    return [_load_argument(0), *equal, _refuse(EAFNOSUPPORT), _allow()]


def _limits_of_its_own() -> list[bytes]:
    """New limits for the calling process only, which is 0 by name: with those of its monitor a job
    would end it.
    """
    return [
        _load_argument(0),
        _step(_JUMP_EQUAL, 0, 5, 0),
        _load_argument(2),
        _step(_JUMP_EQUAL, 0, 0, 2),
        _load_argument(2, high=True),
        _step(_JUMP_EQUAL, 0, 1, 0),
        _refuse(EPERM),
        _allow(),
    ]


def _on(number: int, steps: list[bytes]) -> list[bytes]:
    """`steps` for one system call; they must return, since they change what is loaded."""
    return [_step(_JUMP_EQUAL, number, 0, len(steps)), *steps]


def _load_argument(which: int, high: bool = False) -> bytes:
    """The low half of an argument, or the high one; both machines put the low one first."""
    return _step(_LOAD, _ARGUMENTS + 8 * which + (4 if high else 0))


def _refuse(error: int) -> bytes:
    return _step(_RETURN, _ERRNO | error)


def _allow() -> bytes:
    return _step(_RETURN, _ALLOW)


def _step(operation: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", operation, if_true, if_false, value)
