import unittest


class TestCases(unittest.TestCase):
    def test_bookings_cut_the_opening_hours(self):
        self.assertEqual(task_func(["09:00-17:00"], ["10:00-11:00", "12:30-13:15"]),
                         ["09:00-10:00", "11:00-12:30", "13:15-17:00"])

    def test_bookings_and_hours_may_come_in_any_order(self):
        self.assertEqual(task_func(["14:00-18:00", "08:00-12:00"], ["15:00-16:00", "08:00-11:00"]),
                         ["11:00-12:00", "14:00-15:00", "16:00-18:00"])

    def test_short_gaps_are_left_out(self):
        self.assertEqual(task_func(["09:00-12:00"], ["09:20-10:00", "10:15-11:00"]), ["11:00-12:00"])
        self.assertEqual(task_func(["09:00-12:00"], ["10:00-11:15"], minimum=50), ["09:00-10:00"])

    def test_a_gap_of_exactly_the_minimum_is_a_slot(self):
        self.assertEqual(task_func(["09:00-10:30"], ["09:30-10:00"]), ["09:00-09:30", "10:00-10:30"])

    def test_bookings_may_contain_one_another(self):
        self.assertEqual(task_func(["09:00-17:00"], ["10:00-15:00", "11:00-12:00", "14:00-15:30"]), ["09:00-10:00", "15:30-17:00"])

    def test_opening_hours_that_overlap_touch_or_contain_are_merged(self):
        self.assertEqual(task_func(["09:00-12:00", "12:00-13:00", "12:30-14:00"], []), ["09:00-14:00"])
        self.assertEqual(task_func(["09:00-18:00", "10:00-11:00", "19:00-20:00"], []), ["09:00-18:00", "19:00-20:00"])

    def test_bookings_may_reach_outside_the_opening_hours(self):
        self.assertEqual(task_func(["09:00-12:00", "13:00-15:00"], ["07:00-09:30", "11:00-13:30", "16:00-17:00"]),
                         ["09:30-11:00", "13:30-15:00"])
        self.assertEqual(task_func(["09:00-12:00"], ["08:00-20:00"]), [])

    def test_the_day_may_end_at_midnight(self):
        self.assertEqual(task_func(["00:00-24:00"], ["00:05-23:00"], minimum=5), ["00:00-00:05", "23:00-24:00"])
        self.assertEqual(task_func([], ["10:00-11:00"]), [])

    def test_malformed_spans_are_refused(self):
        for span in ("9:00-10:00", "10:00-10:00", "11:00-10:00", "23:00-24:01", "10:60-11:00", "10:00", "10:00-11:00 "):
            with self.assertRaises(ValueError, msg=span):
                task_func([span], [])
            with self.assertRaises(ValueError, msg=span):
                task_func(["08:00-09:00"], [span])
        with self.assertRaises(ValueError):
            task_func(["08:00-09:00"], [], minimum=0)
