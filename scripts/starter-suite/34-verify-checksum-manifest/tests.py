import hashlib
import tempfile
import unittest
from pathlib import Path


class TestCases(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def add(self, name, content=b"content"):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return f"{hashlib.sha256(content).hexdigest()}  {name}"

    def manifest(self, *lines, name="SHA256SUMS"):
        (self.root / name).write_text("".join(line + "\n" for line in lines), encoding="utf-8")

    def test_untouched_files_are_ok(self):
        self.manifest(self.add("b.txt", b"beta"), self.add("a.txt", b"alpha"))
        self.assertEqual(task_func(self.root), {"ok": ["a.txt", "b.txt"], "changed": [], "missing": [], "extra": []})

    def test_changed_and_missing_files_are_told_apart(self):
        lines = [self.add("kept.bin"), self.add("edited.bin"), self.add("gone.bin")]
        self.manifest(*lines)
        self.add("edited.bin", b"other content")
        (self.root / "gone.bin").unlink()
        result = task_func(str(self.root))
        self.assertEqual(result, {"ok": ["kept.bin"], "changed": ["edited.bin"], "missing": ["gone.bin"], "extra": []})

    def test_files_not_listed_are_extra(self):
        self.manifest(self.add("listed.txt"))
        self.add("stray.txt")
        self.add("another.txt")
        self.assertEqual(task_func(self.root)["extra"], ["another.txt", "stray.txt"])

    def test_subfolders_are_searched(self):
        self.manifest(self.add("logs/2024/jan.log", b"january"))
        self.add("logs/2024/feb.log")
        self.add("logs/readme.md")
        result = task_func(self.root)
        self.assertEqual(result["ok"], ["logs/2024/jan.log"])
        self.assertEqual(result["extra"], ["logs/2024/feb.log", "logs/readme.md"])

    def test_digests_ignore_case(self):
        digest, name = self.add("data.csv", b"1;2\n").split("  ")
        self.manifest(f"{digest.upper()}  {name}")
        self.assertEqual(task_func(self.root)["ok"], ["data.csv"])

    def test_comments_and_blank_lines_are_skipped(self):
        self.manifest("# made by hand", "", self.add("a.txt"), "   ", "#" + "0" * 63 + "  b.txt")
        self.assertEqual(task_func(self.root), {"ok": ["a.txt"], "changed": [], "missing": [], "extra": []})

    def test_paths_with_blanks_and_other_manifest_name(self):
        self.manifest(self.add("my holiday photo.jpg", b"\xff\xd8\x00"), name="sums.txt")
        self.add("SHA256SUMS", b"ordinary file here")
        result = task_func(self.root, "sums.txt")
        self.assertEqual(result, {"ok": ["my holiday photo.jpg"], "changed": [], "missing": [], "extra": ["SHA256SUMS"]})

    def test_listed_folder_counts_as_missing(self):
        self.add("photos/one.jpg")
        self.manifest("0" * 64 + "  photos")
        self.assertEqual(task_func(self.root), {"ok": [], "changed": [], "missing": ["photos"], "extra": ["photos/one.jpg"]})

    def test_malformed_line_is_refused(self):
        for line in ("a.txt", "0" * 63 + "  a.txt", "0" * 64 + " a.txt", "g" * 64 + "  a.txt", "0" * 64 + "   "):
            self.manifest(self.add("fine.txt"), line)
            with self.assertRaises(ValueError):
                task_func(self.root)
