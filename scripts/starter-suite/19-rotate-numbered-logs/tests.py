import tempfile
import unittest
from pathlib import Path


class TestCases(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def make(self, *names):
        for name in names:
            (self.folder / name).write_text("was " + name)

    def state(self):
        return {path.name: path.read_text() for path in self.folder.iterdir()}

    def test_first_rotation(self):
        self.make("app.log", "other.log")
        self.assertEqual(task_func(self.folder, "app.log", 5), [("app.log", "app.log.1")])
        self.assertEqual(self.state(), {"app.log": "", "app.log.1": "was app.log", "other.log": "was other.log"})

    def test_copies_move_up(self):
        self.make("db", "db.1", "db.2", "db.3")
        self.assertEqual(
            task_func(str(self.folder), "db", 9), [("db.3", "db.4"), ("db.2", "db.3"), ("db.1", "db.2"), ("db", "db.1")]
        )
        self.assertEqual(
            self.state(), {"db": "", "db.1": "was db", "db.2": "was db.1", "db.3": "was db.2", "db.4": "was db.3"}
        )

    def test_gz_ending_stays(self):
        self.make("x.log", "x.log.1", "x.log.2.gz")
        self.assertEqual(
            task_func(self.folder, "x.log", 7),
            [("x.log.2.gz", "x.log.3.gz"), ("x.log.1", "x.log.2"), ("x.log", "x.log.1")],
        )
        self.assertEqual(self.state()["x.log.3.gz"], "was x.log.2.gz")

    def test_too_old_copies_are_deleted(self):
        self.make("a", "a.1", "a.2", "a.3", "a.8.gz")
        self.assertEqual(
            task_func(self.folder, "a", 3),
            [("a.8.gz", None), ("a.3", None), ("a.2", "a.3"), ("a.1", "a.2"), ("a", "a.1")],
        )
        self.assertEqual(self.state(), {"a": "", "a.1": "was a", "a.2": "was a.1", "a.3": "was a.2"})
        (self.folder / "a").write_text("again")
        self.assertEqual(task_func(self.folder, "a", 1), [("a.3", None), ("a.2", None), ("a.1", None), ("a", "a.1")])
        self.assertEqual(self.state(), {"a": "", "a.1": "again"})

    def test_copies_beyond_a_gap_stay(self):
        self.make("a", "a.1", "a.3", "a.4.gz")
        self.assertEqual(task_func(self.folder, "a", 4), [("a.1", "a.2"), ("a", "a.1")])
        self.assertEqual(
            self.state(),
            {"a": "", "a.1": "was a", "a.2": "was a.1", "a.3": "was a.3", "a.4.gz": "was a.4.gz"},
        )

    def test_numbers_are_not_compared_as_text(self):
        self.make("n", *(f"n.{i}" for i in range(1, 11)))
        actions = task_func(self.folder, "n", 10)
        self.assertEqual(actions[:2], [("n.10", None), ("n.9", "n.10")])
        self.assertEqual(self.state(), {"n": "", "n.1": "was n"} | {f"n.{i + 1}": f"was n.{i}" for i in range(1, 10)})

    def test_missing_or_empty_log(self):
        self.make("a.1", "a.2")
        self.assertEqual(task_func(self.folder, "a", 1), [])
        (self.folder / "a").touch()
        self.assertEqual(task_func(self.folder, "a", 1), [])
        self.assertEqual(self.state(), {"a": "", "a.1": "was a.1", "a.2": "was a.2"})

    def test_similar_names_are_untouched(self):
        others = ["appXlog.1", "app.log.01", "app.log.0", "app.log.1.bz2", "app.log.x", "my.app.log.1", "app.log.2-old"]
        self.make("app.log", *others)
        self.assertEqual(task_func(self.folder, "app.log", 1), [("app.log", "app.log.1")])
        self.assertEqual(
            self.state(), {"app.log": "", "app.log.1": "was app.log"} | {name: "was " + name for name in others}
        )

    def test_keep_must_be_positive(self):
        self.make("a", "a.1")
        with self.assertRaises(ValueError):
            task_func(self.folder, "a", 0)
        self.assertEqual(self.state(), {"a": "was a", "a.1": "was a.1"})
