import unittest


class TestCases(unittest.TestCase):
    def test_hits_and_misses_without_eviction(self):
        self.assertEqual(
            task_func(["a", "b", "a", "a"], 3),
            {"hits": 2, "misses": 2, "hit_rate": 0.5, "evicted": [], "cached": ["b", "a"]},
        )

    def test_least_recently_used_goes_first(self):
        self.assertEqual(
            task_func([1, 2, 3, 1, 4, 2, 5], 3),
            {"hits": 1, "misses": 6, "hit_rate": 0.143, "evicted": [2, 3, 1], "cached": [4, 2, 5]},
        )

    def test_too_large_item_is_never_stored(self):
        result = task_func(["a", "huge", "huge", "a"], 5, {"huge": 6})
        self.assertEqual(result, {"hits": 1, "misses": 3, "hit_rate": 0.25, "evicted": [], "cached": ["a"]})

    def test_no_requests(self):
        self.assertEqual(task_func([], 2), {"hits": 0, "misses": 0, "hit_rate": 0.0, "evicted": [], "cached": []})

    def test_big_item_evicts_several(self):
        result = task_func(["a", "b", "c", "big", "d"], 4, {"a": 1, "b": 1, "c": 2, "big": 3})
        self.assertEqual(result["evicted"], ["a", "b", "c"])
        self.assertEqual(result["cached"], ["big", "d"])

    def test_freed_room_is_used_again(self):
        result = task_func(["big", "a", "b", "c", "a", "b", "c"], 3, {"big": 3})
        self.assertEqual(result, {"hits": 3, "misses": 4, "hit_rate": 0.429, "evicted": ["big"], "cached": ["a", "b", "c"]})

    def test_item_as_large_as_the_capacity_is_stored(self):
        result = task_func(["a", "all", "all"], 5, {"all": 5})
        self.assertEqual((result["hits"], result["evicted"], result["cached"]), (1, ["a"], ["all"]))

    def test_capacity_of_one(self):
        result = task_func(["x", "huge", "x", "y", "x", "x", "x"], 1, {"huge": 2})
        self.assertEqual(result["evicted"], ["x", "y"])
        self.assertEqual(result["cached"], ["x"])
        self.assertEqual((result["hits"], result["misses"]), (3, 4))

    def test_capacity_below_one_is_refused(self):
        sizes = {"a": 2}
        with self.assertRaises(ValueError):
            task_func(["a"], 0, sizes)
        task_func(["a", "b"], 2, sizes)
        self.assertEqual(sizes, {"a": 2})
