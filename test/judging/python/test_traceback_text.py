"""What differs between machines and runs, out of the texts."""

import unittest

from convcodebench_runner.traceback_text import Normaliser


class Paths(unittest.TestCase):
    def test_the_home_of_loading_is_called_as_a_job_s(self) -> None:
        normalise = Normaliser("/tmp/server-k3x")
        self.assertEqual(
            normalise("looked in '/tmp/server-k3x/nltk_data' and '/tmp/server-k3xy'"),
            "looked in '/tmp/home/nltk_data' and '/tmp/server-k3xy'",
        )

    def test_a_job_s_folder_within_it_is_called_tmp(self) -> None:
        normalise = Normaliser("/tmp/server-k3x").with_scratch("/tmp/server-k3x/job-2")
        self.assertEqual(normalise("/tmp/server-k3x/job-2/job/a.txt"), "/tmp/job/a.txt")
