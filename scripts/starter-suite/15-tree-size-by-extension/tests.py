import os
import tempfile
import unittest


class TestCases(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = os.path.join(folder.name, ".tree")
        os.mkdir(self.root)

    def make(self, sizes):
        for name, size in sizes.items():
            path = os.path.join(self.root, *name.split("/"))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as stream:
                stream.write(b"x" * size)

    def test_sizes_add_up_over_the_tree(self):
        self.make({"a.py": 10, "pkg/b.py": 20, "pkg/deep/er/c.py": 5, "pkg/data.csv": 70})
        self.assertEqual(task_func(self.root), [(".csv", 1, 70), (".py", 3, 35)])

    def test_extension_case_and_last_suffix(self):
        self.make({"x.JPG": 4, "y.jpg": 4, "logs.tar.gz": 3, "v1.2/plain": 1})
        self.assertEqual(task_func(self.root), [(".jpg", 2, 8), (".gz", 1, 3), ("(none)", 1, 1)])

    def test_equal_sizes_by_extension(self):
        self.make({"a.z": 6, "b.m": 3, "c.m": 3, "d.b": 6, "e.q": 9})
        self.assertEqual(task_func(self.root), [(".q", 1, 9), (".b", 1, 6), (".m", 2, 6), (".z", 1, 6)])

    def test_hidden_directories_are_left_out(self):
        self.make({".git/objects/blob.bin": 900, "src/.cache/x.py": 50, "src/m.py": 2, "src/.profile": 1, ".env.py": 4})
        self.assertEqual(task_func(self.root), [(".py", 2, 6), ("(none)", 1, 1)])

    def test_symbolic_links_do_not_count(self):
        self.make({"real/data.bin": 30, "note.md": 8})
        os.symlink(os.path.join(self.root, "note.md"), os.path.join(self.root, "copy.md"))
        os.symlink(os.path.join(self.root, "gone"), os.path.join(self.root, "broken.md"))
        os.symlink(os.path.join(self.root, "real"), os.path.join(self.root, "alias"))
        self.assertEqual(task_func(self.root), [(".bin", 1, 30), (".md", 1, 8)])

    def test_top_sums_the_rest(self):
        self.make({"a.a": 40, "b.b": 30, "c.c": 20, "d.c": 1, "e.e": 5})
        self.assertEqual(task_func(self.root, top=2), [(".a", 1, 40), (".b", 1, 30), ("(other)", 3, 26)])
        self.assertEqual(task_func(self.root, top=0), [("(other)", 5, 96)])

    def test_top_not_exceeded_has_no_other_row(self):
        self.make({"a.a": 4, "b.b": 3})
        expected = [(".a", 1, 4), (".b", 1, 3)]
        self.assertEqual(task_func(self.root, top=2), expected)
        self.assertEqual(task_func(self.root, top=3), expected)

    def test_empty_tree_and_bad_root(self):
        self.assertEqual(task_func(self.root, top=0), [])
        self.make({"zero.dat": 0})
        self.assertEqual(task_func(self.root), [(".dat", 1, 0)])
        for name in ("zero.dat", "nowhere"):
            with self.assertRaises(NotADirectoryError):
                task_func(os.path.join(self.root, name))
