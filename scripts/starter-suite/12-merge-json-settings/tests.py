import unittest


class TestCases(unittest.TestCase):
    def test_objects_merge_key_by_key(self):
        base = {"db": {"host": "a", "pool": {"min": 1, "max": 5}}, "name": "svc"}
        self.assertEqual(
            task_func(base, ['{"db": {"pool": {"max": 9}, "port": 1}}']),
            {"db": {"host": "a", "pool": {"min": 1, "max": 9}, "port": 1}, "name": "svc"},
        )

    def test_later_layers_win(self):
        layers = ['{"a": 1, "b": "one"}', " \n", '{"a": 2, "c": [1]}', '{"a": 3, "c": [2]}']
        self.assertEqual(task_func({"a": 0}, layers), {"a": 3, "b": "one", "c": [2]})

    def test_null_deletes_a_key(self):
        base = {"x": 1, "y": {"p": 1, "q": 2}}
        self.assertEqual(task_func(base, ['{"x": null, "y": {"q": null}}']), {"y": {"p": 1}})

    def test_null_for_an_absent_key(self):
        self.assertEqual(task_func({"x": 1}, ['{"y": null, "z": {"deep": {"er": null}}}']), {"x": 1, "z": {"deep": {}}})
        self.assertEqual(task_func({"keep": None}, ['{"list": [null, 1]}']), {"keep": None, "list": [None, 1]})

    def test_object_over_a_plain_value(self):
        base = {"cache": "off", "log": ["a"], "n": 7}
        self.assertEqual(
            task_func(base, ['{"cache": {"size": 3, "ttl": null}, "log": {"to": "b"}, "n": {}}']),
            {"cache": {"size": 3}, "log": {"to": "b"}, "n": {}},
        )
        self.assertEqual(task_func({"o": {"a": 1}}, ['{"o": "flat"}']), {"o": "flat"})

    def test_falsy_values_are_stored(self):
        base = {"a": True, "b": 4, "c": "text", "d": [1], "e": {"f": 1}}
        self.assertEqual(
            task_func(base, ['{"a": false, "b": 0, "c": "", "d": [], "e": {}}']),
            {"a": False, "b": 0, "c": "", "d": [], "e": {"f": 1}},
        )

    def test_base_is_left_alone(self):
        base = {"a": {"b": {"c": 1}}, "tags": ["x"]}
        result = task_func(base, ['{"a": {"b": {"c": 2, "d": 3}}, "tags+": ["y"]}'])
        self.assertEqual(result, {"a": {"b": {"c": 2, "d": 3}}, "tags": ["x", "y"]})
        self.assertEqual(base, {"a": {"b": {"c": 1}}, "tags": ["x"]})

    def test_plus_keys_extend_arrays(self):
        base = {"tags": ["x", "y"], "n": 1, "c+": ["k"]}
        layers = ['{"tags+": ["y", "z", "z"], "n+": [5], "new+": ["q"]}', '{"c++": ["l"], "tags+": "word"}']
        self.assertEqual(
            task_func(base, layers),
            {"tags": ["x", "y", "z"], "n": [5], "new": ["q"], "c+": ["k", "l"], "tags+": "word"},
        )

    def test_layers_must_be_json_objects(self):
        for text in ("[1]", "null", "3", '{"a": }'):
            with self.assertRaises(ValueError):
                task_func({"a": 1}, [text])
