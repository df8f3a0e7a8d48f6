"""A job under way, as the server sees it. Its texts are not kept here."""

from __future__ import annotations

import os
import time
from typing import Any

from . import leftovers, trial
from .channel import LineReader, Message
from .task import Order

IDLE_SHARE = 0.1  # of a core; a job that used less since the last look is asleep
BACKSTOP_S = 10.0  # beyond a job's own limits: then its monitor is ended by the server


class Running:
    def __init__(self, order: Order, pid: int, lines: LineReader) -> None:
        self.id, self.pid, self.lines = order.id, pid, lines
        self.overdue = time.monotonic() + trial.longest_ms(order.limit_ms) / 1000 + BACKSTOP_S
        self.result: Message | None = None
        self._seen: tuple[float, float] | None = None

    def look_idle(self, now: float) -> bool:
        """Whether the job slept since the last look; never at the first."""
        used, before = leftovers.cpu_s(self.pid), self._seen
        self._seen = None if used is None else (now, used)
        if used is None or before is None:
            return False
        return used - before[1] < IDLE_SHARE * (now - before[0])

    def bury(self) -> dict[str, Any]:
        """Waits for the monitor, which has said all it had to say. Returns what to tell of the
        job.
        """
        _, status, usage = os.wait4(self.pid, 0)
        result = self.result
        if result is None:
            code = os.waitstatus_to_exitcode(status)
            result = {"lost": f"the monitor of the job ended with status {code}"}
        total_cpu_ms = round((usage.ru_utime + usage.ru_stime) * 1000)
        return {"id": self.id, "total_cpu_ms": total_cpu_ms, **result}
