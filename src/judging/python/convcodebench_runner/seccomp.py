"""The system calls a job has no honest use for. They answer `not permitted`; nothing is killed for asking."""

import os
import struct

EPERM, ENOSYS, EACCES = 1, 38, 13

# name: (x86_64, aarch64)
REFUSED = {
    "ptrace": (101, 117), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "setns": (308, 268), "unshare": (272, 97), "swapon": (167, 224), "swapoff": (168, 225), "reboot": (169, 142),
    "init_module": (175, 105), "delete_module": (176, 106), "finit_module": (313, 273), "kexec_load": (246, 104),
    "acct": (163, 89), "quotactl": (179, 60), "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271), "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264),
    "personality": (135, 92), "syslog": (103, 116), "settimeofday": (170, 170), "clock_settime": (227, 112),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "open_tree": (428, 428),
    "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "pidfd_getfd": (438, 438), "mount_setattr": (442, 442),
}
CLONE, CLONE3, SOCKET = (56, 220), (435, 435), (41, 198)
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

_LOAD, _JUMP_EQUAL, _JUMP_SET, _JUMP_GREATER, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000


def program(without_sockets):
    """BPF code for this machine; None for a machine whose numbers we do not know."""
    if os.uname().machine not in MACHINES:
        return None
    column, architecture = MACHINES[os.uname().machine]
    code = [_step(_LOAD, 4), _step(_JUMP_EQUAL, architecture, 1, 0), _step(_RETURN, _KILL), _step(_LOAD, 0)]
    if column == 0:  # the x32 numbers would be a way around
        code += [_step(_JUMP_GREATER, 0x40000000, 0, 1), _step(_RETURN, _ERRNO | ENOSYS)]
    refused = [numbers[column] for numbers in REFUSED.values()]
    for number in refused:
        code += [_step(_JUMP_EQUAL, number, 0, 1), _step(_RETURN, _ERRNO | EPERM)]
    if without_sockets:
        code += [_step(_JUMP_EQUAL, SOCKET[column], 0, 1), _step(_RETURN, _ERRNO | EACCES)]
    code += [_step(_JUMP_EQUAL, CLONE3[column], 0, 1), _step(_RETURN, _ERRNO | ENOSYS)]
    code += [
        _step(_JUMP_EQUAL, CLONE[column], 0, 3),
        _step(_LOAD, 16),  # low half of the first argument
        _step(_JUMP_SET, 0x7E020000, 0, 1),
        _step(_RETURN, _ERRNO | EPERM),
        _step(_RETURN, _ALLOW),
    ]
    return b"".join(code)


def _step(operation, value, if_true=0, if_false=0):
    return struct.pack("=HBBI", operation, if_true, if_false, value)
