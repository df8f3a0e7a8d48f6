import os
import tempfile
import unittest


class TestCases(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = os.path.join(self.folder.name, "events.jsonl")

    def run_on(self, data, where, **options):
        with open(self.path, "wb") as stream:
            stream.write(data if isinstance(data, bytes) else data.encode("utf-8"))
        return task_func(self.path, where, **options)

    def test_every_condition_must_hold(self):
        data = '{"id": 1, "level": "warn"}\n{"id": 2, "level": "info"}\n{"id": 3, "level": "warn", "x": 0}\n'
        self.assertEqual(self.run_on(data, {"level": "warn", "id": 3}), ([{"id": 3, "level": "warn", "x": 0}], 0))
        self.assertEqual(self.run_on(data, {"level": "warn", "id": 2}), ([], 0))

    def test_list_of_allowed_values(self):
        data = '{"code": 200}\n{"code": 404}\n{"code": 500}\n\n'
        self.assertEqual(self.run_on(data, {"code": [500, 200]}), ([{"code": 200}, {"code": 500}], 0))

    def test_damaged_lines_are_counted(self):
        data = '{"a": "x"}\n{"a": "x"\n   \noops\n{"a": "y"}\n{"a": "x", "b": [1]}'
        self.assertEqual(self.run_on(data, {"a": "x"}), ([{"a": "x"}, {"a": "x", "b": [1]}], 2))

    def test_values_that_are_not_objects_are_damaged(self):
        data = '[{"a": 1}]\n17\nnull\n"text"\n{"a": 1}\n[]\n'
        self.assertEqual(self.run_on(data, {}), ([{"a": 1}], 5))
        self.assertEqual(self.run_on(data, {"a": 1}), ([{"a": 1}], 5))

    def test_invalid_utf8_is_damaged(self):
        data = b'{"name": "caf\xe9"}\n{"name": "caf\xc3\xa9"}\n\xff\xfe\n'
        self.assertEqual(self.run_on(data, {"name": "caf\u00e9"}), ([{"name": "caf\u00e9"}], 2))

    def test_missing_field_never_matches(self):
        data = '{"a": null, "n": 1}\n{"n": 2}\n{"a": {"b": null}}\n{"a": {"c": 1}}\n'
        self.assertEqual(self.run_on(data, {"a": None}), ([{"a": None, "n": 1}], 0))
        self.assertEqual(self.run_on(data, {"a.b": [None, 5]}), ([{"a": {"b": None}}], 0))

    def test_dotted_fields(self):
        data = '{"user": {"geo": {"cc": "no"}}}\n{"user": {"geo": "no"}}\n{"user": "geo"}\n{"user.geo.cc": "no"}\n'
        self.assertEqual(self.run_on(data, {"user.geo.cc": "no"}), ([{"user": {"geo": {"cc": "no"}}}], 0))

    def test_limit_does_not_stop_the_count(self):
        data = 'x\n{"n": 1}\n{"n": 2}\n{"n": 3}\ny\n'
        self.assertEqual(self.run_on(data, {}, limit=2), ([{"n": 1}, {"n": 2}], 2))
        self.assertEqual(self.run_on(data, {}, limit=0), ([], 2))
        self.assertEqual(self.run_on(data, {}, limit=9), ([{"n": 1}, {"n": 2}, {"n": 3}], 2))

    def test_byte_order_mark_and_windows_line_ends(self):
        data = b'\xef\xbb\xbf{"n": 1}\r\n\r\n{"n": 2}\r\n'
        self.assertEqual(self.run_on(data, {}), ([{"n": 1}, {"n": 2}], 0))
