"""What a job does and leaves, as its monitor sees it."""

import os
import sys
import threading
import unittest

from convcodebench_runner import leftovers


@unittest.skipUnless(sys.platform == "linux", "needs /proc")
class Descendants(unittest.TestCase):
    def test_of_every_thread_count(self) -> None:
        gate, open_gate = os.pipe()
        told, tell = os.pipe()

        def fork() -> None:
            if os.fork() == 0:
                os.close(open_gate)
                end = os.times().user + 0.05
                while os.times().user < end:
                    pass
                os.write(tell, b"x")
                os.read(gate, 1)
                os._exit(0)
            os.read(told, 1)
            waits.wait()

        waits = threading.Event()
        thread = threading.Thread(target=fork)
        before = leftovers.cpu_s(os.getpid())
        thread.start()
        while leftovers.cpu_s(os.getpid()) < before + 0.04:
            self.assertTrue(thread.is_alive())
        os.close(open_gate)
        os.wait()
        waits.set()
        thread.join()
        for fd in (gate, told, tell):
            os.close(fd)
