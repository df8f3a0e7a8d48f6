import hashlib
import json
import tempfile
import unittest
import zipfile
from pathlib import Path


class TestCases(unittest.TestCase):
    def setUp(self):
        top = tempfile.TemporaryDirectory()
        self.addCleanup(top.cleanup)
        self.folder = Path(top.name, "in")
        self.folder.mkdir()
        self.zip = Path(top.name, "out.zip")

    def make(self, *names):
        for name in names:
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("content of " + name)

    def test_members_and_their_content(self):
        self.make("b.txt", "sub/a.txt", "sub/deep/c.txt", "d.bin")
        self.assertEqual(task_func(self.folder, ["*.txt"], self.zip), ["b.txt", "sub/a.txt", "sub/deep/c.txt"])
        with zipfile.ZipFile(self.zip) as archive:
            self.assertEqual(archive.namelist(), ["b.txt", "sub/a.txt", "sub/deep/c.txt", "INDEX.json"])
            self.assertEqual(archive.read("sub/a.txt"), b"content of sub/a.txt")
            self.assertEqual({m.compress_type for m in archive.infolist()}, {zipfile.ZIP_DEFLATED})

    def test_index_describes_the_members(self):
        self.make("x.csv", "y.csv")
        (self.folder / "y.csv").write_bytes("\u00fc1".encode("utf-8"))
        task_func(str(self.folder), ["*.csv"], str(self.zip))
        with zipfile.ZipFile(self.zip) as archive:
            index = json.loads(archive.read("INDEX.json"))
        self.assertEqual([entry["name"] for entry in index], ["x.csv", "y.csv"])
        self.assertEqual(
            index[1], {"name": "y.csv", "size": 3, "sha256": hashlib.sha256(b"\xc3\xbc1").hexdigest()}
        )

    def test_exclusions(self):
        self.make("a.py", "a_old.py", "lib/b_old.py", "lib/b.py", "notes.md")
        self.assertEqual(task_func(self.folder, ["!*_old.py", "*.py", "*.md"], self.zip), ["a.py", "lib/b.py", "notes.md"])

    def test_pattern_without_slash_is_for_the_file_name(self):
        self.make("data1.csv", "old/data2.csv", "old/mydata3.csv", "DATA4.csv", "data/five.csv")
        self.assertEqual(task_func(self.folder, ["data?.csv"], self.zip), ["data1.csv", "old/data2.csv"])
        self.assertEqual(task_func(self.folder, ["*.csv", "!data*"], self.zip),
                         ["DATA4.csv", "data/five.csv", "old/mydata3.csv"])

    def test_pattern_with_slash_is_for_the_path(self):
        self.make("src/a.c", "src/sub/b.c", "other/src/c.c", "d.c")
        self.assertEqual(task_func(self.folder, ["src/*.c", "!*/sub/*"], self.zip), ["src/a.c"])
        self.assertEqual(task_func(self.folder, ["src/*.c"], self.zip), ["src/a.c", "src/sub/b.c"])

    def test_directories_are_never_members(self):
        self.make("pages.txt/inner.md", "empty.d/x.txt", "z.txt")
        self.assertEqual(task_func(self.folder, ["*.txt"], self.zip), ["empty.d/x.txt", "z.txt"])

    def test_archive_and_old_index_are_not_taken(self):
        self.make("a.txt", "sub/pack.zip", "sub/INDEX.json", "INDEX.json")
        target = self.folder / "sub" / ".." / "pack.zip"
        for _ in range(2):
            self.assertEqual(task_func(self.folder, ["*"], target), ["a.txt", "sub/INDEX.json", "sub/pack.zip"])
        with zipfile.ZipFile(target) as archive:
            self.assertEqual(archive.namelist(), ["a.txt", "sub/INDEX.json", "sub/pack.zip", "INDEX.json"])

    def test_nothing_selected_writes_nothing(self):
        self.make("a.txt")
        for patterns in (["*.md"], ["!*.md"], [], ["*.txt", "!a.*"]):
            with self.assertRaises(ValueError):
                task_func(self.folder, patterns, self.zip)
        self.assertFalse(self.zip.exists())
        self.zip.write_bytes(b"kept")
        with self.assertRaises(ValueError):
            task_func(self.folder, ["*.TXT"], self.zip)
        self.assertEqual(self.zip.read_bytes(), b"kept")
