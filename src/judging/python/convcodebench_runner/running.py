"""A job under way, as the server sees it. Its texts are not kept here."""

from __future__ import annotations

import os
import time

from . import leftovers, trial
from .intake import deliver, file_of, move, new_file
from .task import Order

IDLE_SHARE = 0.1  # of a core; a job that used less since the last look is asleep
_AT_ONCE = 1 << 16  # what a pipe holds
BACKSTOP_S = 10.0  # beyond a job's own limits: then its monitor is ended by the server


class Running:
    """`report`: the pipe in which its monitor tells the result, which is not looked at here."""

    def __init__(self, order: Order, pid: int, report: int) -> None:
        self.id, self.pid, self.report = order.id, pid, report
        self.told = new_file()
        self.overdue = time.monotonic() + trial.longest_ms(order.limit_ms) / 1000 + BACKSTOP_S
        self._seen: tuple[float, float] | None = None

    def look_idle(self, now: float) -> bool:
        """Whether the job slept since the last look; never at the first."""
        used, before = leftovers.cpu_s_asleep(self.pid), self._seen
        self._seen = None if used is None else (now, used)
        if used is None or before is None:
            return False
        # Less than before: some of it has died, which is no sleep.
        return 0 <= used - before[1] < IDLE_SHARE * (now - before[0])

    def hear(self) -> bool:
        """Takes what the monitor tells; false at its end. Raises BlockingIOError."""
        return move(self.report, self.told, _AT_ONCE) > 0

    def bury(self, replies: int) -> None:
        """Waits for the monitor, which has said all it had to say, and tells it on. One that did
        not end well may have said half of it.
        """
        _, status, usage = os.wait4(self.pid, 0)
        code, told = os.waitstatus_to_exitcode(status), self.told
        size = os.fstat(told).st_size
        if code or not size or os.pread(told, 1, size - 1) != b"\n":
            os.close(told)
            told = file_of({"lost": f"the monitor of the job ended with status {code}"})
        total_cpu_ms = round((usage.ru_utime + usage.ru_stime) * 1000)
        deliver(replies, {"id": self.id, "total_cpu_ms": total_cpu_ms}, told)
