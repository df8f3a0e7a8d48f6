import unittest


class TestCases(unittest.TestCase):
    def test_nested_objects(self):
        text = '{"server": {"host": "h1", "tls": {"on": true}}, "debug": false, "note": null}'
        self.assertEqual(
            task_func(text), {"server.host": "h1", "server.tls.on": True, "debug": False, "note": None}
        )

    def test_array_positions(self):
        self.assertEqual(
            task_func('{"rows": [[1, 2], {"x": 3}]}'), {"rows.0.0": 1, "rows.0.1": 2, "rows.1.x": 3}
        )
        self.assertEqual(task_func('["p", "q"]'), {"0": "p", "1": "q"})

    def test_other_separator_and_document_order(self):
        flat = task_func('{"z": {"b": 1, "a": 2}, "m": 0.5}', sep="::")
        self.assertEqual(list(flat.items()), [("z::b", 1), ("z::a", 2), ("m", 0.5)])

    def test_empty_containers_are_values(self):
        self.assertEqual(
            task_func('{"a": {}, "b": [], "c": {"d": [{}, ""]}}'), {"a": {}, "b": [], "c.d.0": {}, "c.d.1": ""}
        )
        self.assertEqual(task_func("{}"), {})
        self.assertEqual(task_func("[ ]"), {})

    def test_separator_in_a_key_is_escaped(self):
        self.assertEqual(task_func('{"a.b": {"c": 1}, "a": {"b.c": 2}}'), {"a\\.b.c": 1, "a.b\\.c": 2})
        self.assertEqual(task_func('{"a.b": {"c/d": 1}}', sep="/"), {"a.b/c\\/d": 1})

    def test_backslash_in_a_key_is_doubled(self):
        self.assertEqual(task_func(r'{"C:\\tmp": 1}'), {"C:\\\\tmp": 1})
        self.assertEqual(task_func(r'{"a\\": {"b": 1}, "a.b": 2}'), {"a\\\\.b": 1, "a\\.b": 2})

    def test_max_depth_keeps_the_rest_whole(self):
        text = '{"a": {"b": {"c": 1}, "l": [[5]]}, "n": 2}'
        self.assertEqual(task_func(text, max_depth=1), {"a": {"b": {"c": 1}, "l": [[5]]}, "n": 2})
        self.assertEqual(task_func(text, max_depth=2), {"a.b": {"c": 1}, "a.l": [[5]], "n": 2})
        self.assertEqual(task_func(text, max_depth=9), {"a.b.c": 1, "a.l.0.0": 5, "n": 2})

    def test_refused_input(self):
        for text in ("{", "17", '"word"', "null"):
            with self.assertRaises(ValueError):
                task_func(text)
        with self.assertRaises(ValueError):
            task_func("{}", max_depth=0)
