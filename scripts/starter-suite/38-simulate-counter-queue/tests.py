import random
import unittest


class TestCases(unittest.TestCase):
    def test_crowd_at_one_counter_waits_in_line(self):
        # No gaps and one minute each: waits 0, 1, 2, 3, 4 whatever the seed.
        expected = {"served": 5, "left": 0, "mean_wait": 2.0, "longest_wait": 4, "end": 5}
        self.assertEqual(task_func(5, 0, 1, seed=1), expected)
        self.assertEqual(task_func(5, 0, 1, seed=2), expected)

    def test_more_counters_shorten_the_line(self):
        # Waits 0, 0, 0, 1, 1, 1, 2.
        expected = {"served": 7, "left": 0, "mean_wait": 0.71, "longest_wait": 2, "end": 3}
        self.assertEqual(task_func(7, 0, 1, seed=3, counters=3), expected)

    def test_impatient_customers_leave(self):
        # Two counters: waits 0, 0, 1, 1, then it would be 2.
        expected = {"served": 4, "left": 2, "mean_wait": 0.5, "longest_wait": 1, "end": 2}
        self.assertEqual(task_func(6, 0, 1, seed=4, counters=2, patience=1), expected)

    def test_patience_of_zero_accepts_no_wait(self):
        expected = {"served": 1, "left": 8, "mean_wait": 0.0, "longest_wait": 0, "end": 1}
        self.assertEqual(task_func(9, 0, 1, seed=5, patience=0), expected)

    def test_single_customer_never_waits(self):
        for seed in range(20):
            rng = random.Random(seed)
            end = rng.randint(0, 500) + rng.randint(1, 4)
            expected = {"served": 1, "left": 0, "mean_wait": 0.0, "longest_wait": 0, "end": end}
            self.assertEqual(task_func(1, 500, 4, seed), expected)

    def test_waits_follow_from_the_seeded_draws(self):
        for seed in range(12):
            counters = 1 + seed % 3
            rng = random.Random(seed)
            clock, free, waits = 0, [0] * counters, []
            for _ in range(60):
                clock += rng.randint(0, 6)
                free.sort()
                start = clock if clock > free[0] else free[0]
                waits.append(start - clock)
                free[0] = start + rng.randint(1, 6 * counters)
            result = task_func(60, 6, 6 * counters, seed, counters)
            self.assertEqual(result["mean_wait"], round(sum(waits) / 60, 2))
            self.assertEqual((result["longest_wait"], result["end"]), (max(waits), max(free)))

    def test_enough_counters_leave_nobody_waiting(self):
        result = task_func(40, 3, 9, seed=6, counters=40)
        self.assertEqual((result["served"], result["mean_wait"], result["longest_wait"]), (40, 0.0, 0))

    def test_nobody_comes(self):
        expected = {"served": 0, "left": 0, "mean_wait": 0.0, "longest_wait": 0, "end": 0}
        self.assertEqual(task_func(0, 5, 5, seed=8, counters=2), expected)

    def test_there_must_be_a_counter(self):
        with self.assertRaises(ValueError):
            task_func(3, 1, 1, seed=9, counters=0)
