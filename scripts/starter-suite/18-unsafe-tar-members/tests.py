import io
import tarfile
import unittest


class TestCases(unittest.TestCase):
    def pack(self, *members, mode="w"):
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode=mode) as archive:
            for name, kind, *extra in members:
                info = tarfile.TarInfo(name)
                info.type = kind
                if kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
                    info.linkname = extra[0]
                elif extra:
                    info.mode = extra[0]
                archive.addfile(info)
        return buffer.getvalue()

    def test_clean_archive(self):
        data = self.pack(("top", tarfile.DIRTYPE), ("top/a.txt", tarfile.REGTYPE), ("top/run", tarfile.REGTYPE, 0o755))
        self.assertEqual(task_func(data), [])
        self.assertEqual(task_func(self.pack()), [])

    def test_absolute_and_outside_names(self):
        data = self.pack(("/etc/cron", tarfile.REGTYPE), ("ok", tarfile.REGTYPE), ("a/../../b", tarfile.REGTYPE),
                         ("../c", tarfile.DIRTYPE), ("/abs/dir", tarfile.DIRTYPE))
        self.assertEqual(
            task_func(data),
            [("/etc/cron", "absolute"), ("a/../../b", "outside"), ("../c", "outside"), ("/abs/dir", "absolute")],
        )

    def test_special_members_in_a_compressed_archive(self):
        data = self.pack(("pipe", tarfile.FIFOTYPE), ("f", tarfile.REGTYPE), ("dev/null", tarfile.CHRTYPE), mode="w:gz")
        self.assertEqual(task_func(data), [("pipe", "special"), ("dev/null", "special")])

    def test_dots_that_stay_inside(self):
        data = self.pack(("a/../b", tarfile.REGTYPE), ("..a", tarfile.REGTYPE), ("...", tarfile.DIRTYPE),
                         ("./c/..d/e", tarfile.REGTYPE), ("x/..", tarfile.DIRTYPE), ("..", tarfile.DIRTYPE))
        self.assertEqual(task_func(data), [("..", "outside")])

    def test_symbolic_links_are_relative_to_their_directory(self):
        data = self.pack(("a/b/up", tarfile.SYMTYPE, "../../c"), ("a/far", tarfile.SYMTYPE, "../../c"),
                         ("here", tarfile.SYMTYPE, "a/b"), ("root", tarfile.SYMTYPE, "/etc"), ("up", tarfile.SYMTYPE, ".."))
        self.assertEqual(task_func(data), [("a/far", "link"), ("root", "link"), ("up", "link")])

    def test_hard_links_are_relative_to_the_top(self):
        data = self.pack(("a/b/one", tarfile.LNKTYPE, "../x"), ("a/two", tarfile.LNKTYPE, "a/b/x"),
                         ("a/three", tarfile.LNKTYPE, "/etc/passwd"))
        self.assertEqual(task_func(data), [("a/b/one", "link"), ("a/three", "link")])

    def test_windows_names(self):
        data = self.pack(("C:\\boot.ini", tarfile.REGTYPE), ("d:rel", tarfile.REGTYPE), ("..\\up", tarfile.REGTYPE),
                         ("\\\\host\\x", tarfile.REGTYPE), ("a\\..\\b", tarfile.REGTYPE), ("a/c:d", tarfile.REGTYPE))
        self.assertEqual(
            task_func(data),
            [("C:\\boot.ini", "absolute"), ("d:rel", "absolute"), ("..\\up", "outside"), ("\\\\host\\x", "absolute")],
        )

    def test_setid_files_and_first_reason_only(self):
        data = self.pack(("su", tarfile.REGTYPE, 0o4755), ("sg", tarfile.REGTYPE, 0o2755), ("t", tarfile.REGTYPE, 0o1755),
                         ("dir", tarfile.DIRTYPE, 0o2775), ("../su", tarfile.REGTYPE, 0o4755),
                         ("/link", tarfile.SYMTYPE, "/x"), ("../p", tarfile.FIFOTYPE))
        self.assertEqual(
            task_func(data),
            [("su", "setid"), ("sg", "setid"), ("../su", "outside"), ("/link", "absolute"), ("../p", "outside")],
        )

    def test_garbage_is_refused(self):
        with self.assertRaises(tarfile.ReadError):
            task_func(b"this is no archive" * 100)
