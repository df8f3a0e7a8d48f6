import unittest


class TestCases(unittest.TestCase):
    def test_plain_names_are_replaced(self):
        self.assertEqual(task_func("{{a}} and {{ b }} and {{a }}", {"a": "x", "b": "y"}), "x and y and x")

    def test_dotted_names_walk_through_dicts(self):
        values = {"user": {"home": {"city": "Oslo"}, "name": "Kim"}}
        self.assertEqual(task_func("{{ user.name }}, {{ user.home.city }}", values), "Kim, Oslo")

    def test_a_missing_value_is_kept_as_written_or_blanked(self):
        self.assertEqual(task_func("Hi {{ nick }}!", {"name": "Kim"}), "Hi {{ nick }}!")
        self.assertEqual(task_func("Hi {{ nick }}!", {"name": "Kim"}, missing="blank"), "Hi !")

    def test_values_that_are_not_text_are_converted(self):
        self.assertEqual(task_func("{{ n }}/{{ ok }}/{{ xs }}", {"n": 12, "ok": True, "xs": [1, 2]}), "12/True/[1, 2]")

    def test_zero_false_and_empty_text_are_values(self):
        values = {"n": 0, "ok": False, "s": ""}
        self.assertEqual(task_func("[{{ n|7 }}|{{ ok }}|{{ s|none }}]", values), "[0|False|]")

    def test_the_default_is_used_for_missing_and_none(self):
        self.assertEqual(task_func("{{ a | the  sea }}-{{b|x}}", {"b": None}, missing="error"), "the  sea-x")

    def test_an_empty_default_gives_nothing(self):
        self.assertEqual(task_func("<{{ a| }}{{ b |}}>", {}), "<>")

    def test_a_name_through_something_else_than_a_dict_is_missing(self):
        self.assertEqual(task_func("{{ a.b.c }}{{ x.y|? }}", {"x": "text"}, "blank"), "?")
        with self.assertRaises(KeyError) as caught:
            task_func("{{ user.city }}", {"user": None}, "error")
        self.assertEqual(caught.exception.args, ("user.city",))

    def test_inserted_text_and_other_braces_are_left_alone(self):
        self.assertEqual(task_func("{a} {{ 1st }} {{ a }}", {"a": "{{ b }}", "b": "no"}), "{a} {{ 1st }} {{ b }}")
        with self.assertRaises(ValueError):
            task_func("", {}, "ignore")
