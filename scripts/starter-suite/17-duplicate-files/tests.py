import os
import tempfile
import unittest
from pathlib import Path


class TestCases(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def make(self, contents):
        for name, data in contents.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def test_duplicates_across_folders(self):
        self.make({"x/b.dat": b"hello", "a.dat": b"hello", "x/y/c.dat": b"hello", "d.dat": b"world"})
        self.assertEqual(task_func(self.root), [["a.dat", "x/b.dat", "x/y/c.dat"]])

    def test_same_size_is_not_enough(self):
        self.make({"p": b"abcd", "q": b"abce", "r": b"dcba"})
        self.assertEqual(task_func(str(self.root)), [])

    def test_bigger_waste_first(self):
        self.make({"a1": b"xx", "a2": b"xx", "m1": b"longer text", "m2": b"longer text", "z1": b"four", "z2": b"four",
                   "b1": b"4444", "b2": b"4444", "one": b"single"})
        self.assertEqual(task_func(self.root), [["m1", "m2"], ["b1", "b2"], ["z1", "z2"], ["a1", "a2"]])

    def test_waste_counts_all_copies_but_one(self):
        self.make({f"s{i}": b"abc" for i in range(5)} | {"big1": b"0123456789", "big2": b"0123456789"})
        self.make({"t1": b"123456", "t2": b"123456", "t3": b"123456"})
        small = [f"s{i}" for i in range(5)]
        self.assertEqual(task_func(self.root), [small, ["t1", "t2", "t3"], ["big1", "big2"]])

    def test_minimum_size_is_inclusive(self):
        self.make({"e1": b"", "e2": b"", "o1": b"1", "o2": b"1", "f1": b"12345", "f2": b"12345"})
        self.assertEqual(task_func(self.root), [["f1", "f2"], ["o1", "o2"]])
        self.assertEqual(task_func(self.root, min_size=5), [["f1", "f2"]])
        self.assertEqual(task_func(self.root, min_size=6), [])
        self.assertEqual(task_func(self.root, min_size=0), [["f1", "f2"], ["o1", "o2"], ["e1", "e2"]])

    def test_hard_links_are_one_file(self):
        self.make({"k/orig": b"linked", "solo": b"only me"})
        os.link(self.root / "k/orig", self.root / "a-link")
        os.link(self.root / "solo", self.root / "solo2")
        self.assertEqual(task_func(self.root), [])
        self.make({"copy": b"linked"})
        self.assertEqual(task_func(self.root), [["a-link", "copy"]])

    def test_symbolic_links_are_ignored(self):
        self.make({"data": b"payload", "dir/inner": b"inside"})
        os.symlink(self.root / "data", self.root / "alias")
        os.symlink(self.root / "missing", self.root / "broken")
        self.assertEqual(task_func(self.root), [])

    def test_paths_are_compared_as_strings(self):
        self.make({"a/z": b"twin", "a.txt": b"twin", "a-b/c": b"twin", "B": b"twin"})
        self.assertEqual(task_func(self.root), [["B", "a-b/c", "a.txt", "a/z"]])
