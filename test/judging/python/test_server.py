"""The fork server: what it starts with."""

import os
import unittest

from convcodebench_runner.server import close_inherited


class Descriptors(unittest.TestCase):
    def test_of_who_started_it_are_closed(self) -> None:
        theirs, kept = os.pipe()
        os.set_inheritable(theirs, True)
        child = os.fork()
        if child == 0:
            close_inherited((0, 1, 2, kept))
            os._exit(_is_open(theirs) * 2 + (not _is_open(kept)))
        _, status = os.waitpid(child, 0)
        os.close(theirs)
        os.close(kept)
        self.assertEqual(os.waitstatus_to_exitcode(status), 0)


def _is_open(fd: int) -> bool:
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True
