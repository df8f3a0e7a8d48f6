import os
import signal
import subprocess
import time
from typing import Iterator


def running(process_name: str) -> Iterator[int]:
    """Ids of the processes with that name, never our own."""
    try:
        output = subprocess.check_output(['pgrep', '-f', '--', process_name], stderr=subprocess.DEVNULL)
    except subprocess.CalledProcessError as error:
        if error.returncode != 1:  # 1 only says that nothing matched
            raise
        return
    for line in output.decode('ascii').splitlines():
        pid = int(line)
        if pid != os.getpid():
            yield pid


def terminate(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGTERM)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def task_func(process_name: str) -> int:
    signalled = list(filter(terminate, running(process_name)))
    if signalled:
        time.sleep(1)
    return len(signalled)
