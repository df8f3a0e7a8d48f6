"""The server of the next tier, as seen by the one that forked it."""

import os
import select
import signal
import time

from .channel import Message
from .intake import Intake, Sent, copy, header_of, take_texts

LOAD_LIMIT_S = 50.0  # two tries fit into what the harness waits for


class Branch:
    def __init__(self, pid: int, requests: int, replies: int) -> None:
        self.pid, self.requests, self.replies = pid, requests, Intake(replies)
        self.under_way: set[int] = set()  # ids of jobs; their texts are not kept here
        self.awaited: set[int] = set()  # tiers asked for and not yet prepared
        self.loaded = False
        self.overdue = time.monotonic() + LOAD_LIMIT_S
        self.idle = 0
        self._heard: list[Sent] = []
        self._trouble = ""
        os.set_blocking(requests, False)
        os.set_blocking(replies, False)

    @property
    def fd(self) -> int:
        return self.replies.fd

    @property
    def fds(self) -> tuple[int, ...]:
        heard = [sent.texts for sent in self._heard if sent.texts is not None]
        return (self.requests, *self.replies.fds, *heard)

    @property
    def ended(self) -> bool:
        return self.replies.ended

    def pass_on(self, sent: Sent) -> None:
        """Sends a job or a wish for a tier. The branch may be telling us something long at the same
        time: we listen meanwhile.
        """
        message = sent.header
        if "prepare" in message:
            self.awaited.add(message["prepare"])
        else:
            self.under_way.add(message["id"])
        header = memoryview(header_of(message))
        left = message["bytes"]
        if sent.texts is not None:
            os.lseek(sent.texts, 0, os.SEEK_SET)
        while (header or left) and not self.ended:
            readable, writable, _ = select.select([self.fd], [self.requests], [])
            if readable:
                self.listen()
            if not writable:
                continue
            try:
                if header:
                    header = header[os.write(self.requests, header) :]
                elif sent.texts is not None:
                    left -= copy(sent.texts, self.requests, left)
            except BlockingIOError:
                continue
            except BrokenPipeError:
                return  # it has ended, as its replies will say

    def listen(self) -> None:
        """Reads what there is, which may be nothing."""
        try:
            sent = None if self.ended else self.replies.read()
        except BlockingIOError:
            return
        if sent is not None:
            self._heard.append(sent)

    def end_if_overdue(self, now: float) -> None:
        if not self.loaded and now > self.overdue:
            os.kill(self.pid, signal.SIGKILL)

    def take_heard(self) -> list[Sent]:
        """What was heard since the last call that is to be told on."""
        heard, self._heard = self._heard, []
        return [sent for sent in heard if self._note(sent.header, sent.texts)]

    def _note(self, message: Message, texts: int | None) -> bool:
        """What concerns us as well; false for what concerns us alone."""
        if "idle" in message:
            self.idle = message["idle"]
            return False
        if texts is not None and "id" not in message:
            self._trouble = f" ({take_texts(texts)['broken']})"
            return False
        if "prepared" in message:
            self.loaded = True  # the first thing it tells
            self.awaited.discard(message["prepared"])
        else:
            self.under_way.discard(message["id"])
        return True

    def bury(self) -> str:
        """Ends its input, which ends it, and waits. Returns how it ended, in words. While it loads
        it hears nothing, and has no jobs to end.
        """
        if not self.loaded:
            os.kill(self.pid, signal.SIGKILL)
        for fd in self.fds:
            os.close(fd)
        _, status = os.waitpid(self.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return how + self._trouble
