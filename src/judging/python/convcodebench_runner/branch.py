"""The server of the next tier, as seen by the one that forked it."""

import json
import os
import select
import signal
import time

from .channel import LineReader

LOAD_LIMIT_S = 50.0  # two tries fit into what the harness waits for


class Branch:
    def __init__(self, pid, requests, replies):
        self.pid, self.requests, self.replies = pid, requests, LineReader(replies)
        self.under_way = set()  # ids of jobs; their texts are not kept here
        self.awaited = set()  # tiers asked for and not yet prepared
        self.loaded = False
        self.overdue = time.monotonic() + LOAD_LIMIT_S
        self.idle = 0
        self._heard = []
        os.set_blocking(requests, False)
        os.set_blocking(replies, False)

    @property
    def fd(self):
        return self.replies.fd

    @property
    def fds(self):
        return self.requests, self.fd

    @property
    def ended(self):
        return self.replies.ended

    def pass_on(self, line, message):
        """Sends a job or a wish for a tier. The branch may be telling us something long at the same time: we listen meanwhile."""
        if "prepare" in message:
            self.awaited.add(message["prepare"])
        else:
            self.under_way.add(message["id"])
        data = memoryview(line + b"\n")
        while data and not self.ended:
            readable, writable, _ = select.select([self.fd], [self.requests], [])
            if readable:
                self.listen()
            if writable:
                try:
                    data = data[os.write(self.requests, data):]
                except BrokenPipeError:
                    return  # it has ended, as its replies will say

    def listen(self):
        """Reads what there is, which may be nothing."""
        try:
            if not self.ended:
                self._heard += self.replies.read()
        except BlockingIOError:
            pass

    def end_if_overdue(self, now):
        if not self.loaded and now > self.overdue:
            os.kill(self.pid, signal.SIGKILL)

    def take_heard(self):
        """The lines heard since the last call that are to be told on."""
        lines, self._heard = self._heard, []
        return [line for line in lines if self._note(json.loads(line))]

    def _note(self, message):
        """What concerns us as well; false for what concerns us alone."""
        if "idle" in message:
            self.idle = message["idle"]
            return False
        if "prepared" in message:
            self.loaded = True  # the first thing it tells
            self.awaited.discard(message["prepared"])
        else:
            self.under_way.discard(message["id"])
        return True

    def bury(self):
        """Ends its input, which ends it, and waits. Returns how it ended, in words. While it loads it hears nothing, and has no jobs to end."""
        if not self.loaded:
            os.kill(self.pid, signal.SIGKILL)
        os.close(self.requests)
        os.close(self.fd)
        _, status = os.waitpid(self.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        return "signal %d" % -code if code < 0 else "exit code %d" % code
