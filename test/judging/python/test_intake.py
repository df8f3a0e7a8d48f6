"""What goes to a server and from it."""

import os
import unittest

from convcodebench_runner.intake import HEADER_BYTES, Intake, Sent, deliver, file_of, take_texts


def arrived(fd: int) -> Sent:
    intake = Intake(fd)
    sent = None
    while sent is None and not intake.ended:
        sent = intake.read()
    assert sent is not None
    return sent


class Texts(unittest.TestCase):
    def setUp(self) -> None:
        self.read, self.write = os.pipe()
        self.addCleanup(os.close, self.read)
        self.addCleanup(os.close, self.write)

    def test_arrive_as_they_were_sent(self) -> None:
        deliver(self.write, {"id": 7}, file_of({"lost": "ä" * 300}))
        sent = arrived(self.read)
        self.assertEqual(sent.header["id"], 7)
        assert sent.texts is not None
        self.assertEqual(take_texts(sent.texts), {"lost": "ä" * 300})

    def test_may_be_none(self) -> None:
        deliver(self.write, {"idle": 2})
        self.assertEqual(arrived(self.read), Sent({"idle": 2, "bytes": 0}, None))

    def test_have_headers_that_are_lines_of_one_length(self) -> None:
        deliver(self.write, {"id": 123, "total_cpu_ms": 99})
        deliver(self.write, {"idle": 1})
        data = os.read(self.read, 1000)
        self.assertEqual(len(data), 2 * HEADER_BYTES)
        self.assertEqual(data[HEADER_BYTES - 1 :: HEADER_BYTES], b"\n\n")
