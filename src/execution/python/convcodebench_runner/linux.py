"""The few system calls that Python has no name for. Everything here raises OSError when the kernel says no."""

import ctypes
import os
import sys

AVAILABLE = sys.platform.startswith("linux")

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38

_libc = ctypes.CDLL(None, use_errno=True) if AVAILABLE else None


def check(result, what):
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, "%s: %s" % (what, os.strerror(code)))
    return result


def prctl(option, value):
    check(_libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0), "prctl")


def die_with_parent(signal_number, parent):
    """Asks the kernel to send us a signal when our parent dies; sends it at once if that already happened."""
    if AVAILABLE:
        prctl(PR_SET_PDEATHSIG, signal_number)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal_number)
