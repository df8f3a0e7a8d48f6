import unittest


class TestCases(unittest.TestCase):
    def test_plain_pairs(self):
        self.assertEqual(task_func("name=web port=8080"), {"name": "web", "port": "8080"})

    def test_quoted_values_with_blanks(self):
        self.assertEqual(
            task_func("path=\"/srv/my files\" title='a  b' mode=ro"),
            {"path": "/srv/my files", "title": "a  b", "mode": "ro"},
        )

    def test_one_pair_and_empty_line(self):
        self.assertEqual(task_func("k=v"), {"k": "v"})
        self.assertEqual(task_func(""), {})

    def test_flags_are_true(self):
        result = task_func("debug name=web verbose")
        self.assertEqual(list(result.items()), [("debug", True), ("name", "web"), ("verbose", True)])

    def test_empty_values(self):
        self.assertEqual(task_func("a= b=\"\" c='' d="), {"a": "", "b": "", "c": "", "d": ""})

    def test_backslash_in_quotes(self):
        self.assertEqual(task_func(r'a="say \"hi\"" b="c:\\x" c=' + r"'it\'s' d=c:\x"), {
            "a": 'say "hi"', "b": "c:\\x", "c": "it's", "d": "c:\\x",
        })

    def test_other_quote_and_equals_inside_values(self):
        self.assertEqual(task_func("a=\"it's\" b='k=\"v\"' c=x=y d=5\" e==\t f"), {
            "a": "it's", "b": 'k="v"', "c": "x=y", "d": '5"', "e": "=", "f": True,
        })

    def test_bad_lines_are_refused(self):
        for line in ["=x", "a=1 =2", 'a="open', "a='open\"", 'a="open\\', 'a="open\\"', 'a="', 'a="x"b', 'a="x"=']:
            with self.subTest(line=line), self.assertRaises(ValueError):
                task_func(line)

    def test_repeated_keys_and_extra_white_space(self):
        result = task_func("  a=1\t b=2\n a=3  b ")
        self.assertEqual(list(result.items()), [("a", "3"), ("b", True)])
