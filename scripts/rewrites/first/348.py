import os
import signal
import subprocess
import time
from contextlib import suppress

GRACE_PERIOD = 1  # seconds


def _find_pids(name):
    try:
        listing = subprocess.check_output(["pgrep", "-x", name])
    except subprocess.CalledProcessError:
        return []
    return [int(pid) for pid in listing.split()]


def task_func(process_name: str) -> int:
    stopped = 0
    for pid in _find_pids(process_name):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
            stopped += 1

    time.sleep(GRACE_PERIOD)
    return stopped
