import copy
import unittest


class TestCases(unittest.TestCase):
    def message(self, *args):
        with self.assertRaises(ValueError) as caught:
            task_func(*args)
        return str(caught.exception)

    def test_chain(self):
        self.assertEqual(task_func({"c": ["b"], "b": ["a"], "a": []}), ["a", "b", "c"])

    def test_prerequisites_that_are_no_keys(self):
        self.assertEqual(task_func({"test": ["build"], "ship": ["test", "docs"]}), ["build", "docs", "test", "ship"])

    def test_independent_tasks_by_name(self):
        self.assertEqual(task_func({name: [] for name in ["d", "c", "a", "e", "b"]}), ["a", "b", "c", "d", "e"])
        self.assertEqual(task_func({}), [])

    def test_priority_among_ready_tasks(self):
        plan = {"w": ["root"], "x": ["root"], "y": ["root"], "z": ["root"]}
        self.assertEqual(task_func(plan, {"y": 5, "w": -1, "z": 5}), ["root", "y", "z", "x", "w"])
        self.assertEqual(task_func({"a": [], "b": [], "c": []}, {"c": 2, "b": 1}), ["c", "b", "a"])

    def test_repeated_prerequisites_count_once(self):
        self.assertEqual(task_func({"b": ["a", "a"], "c": ("b", "a", "b")}), ["a", "b", "c"])

    def test_input_is_not_changed(self):
        plan = {"c": ["a", "b"], "b": ["a"], "a": []}
        before = copy.deepcopy(plan)
        self.assertEqual(task_func(plan), ["a", "b", "c"])
        self.assertEqual(plan, before)

    def test_cycle_behind_free_tasks(self):
        plan = {"a": [], "z": ["y"], "y": ["z", "a"], "end": ["z"], "b": ["a"]}
        self.assertEqual(self.message(plan), "cycle: end, y, z")

    def test_whole_cycle(self):
        self.assertEqual(self.message({"b": ["a"], "c": ["b"], "a": ["c"]}), "cycle: a, b, c")

    def test_task_that_needs_itself(self):
        self.assertEqual(self.message({"a": ["a"]}), "cycle: a")
        self.assertEqual(self.message({"b": [], "a": ["a", "b"]}, {"a": 9}), "cycle: a")
