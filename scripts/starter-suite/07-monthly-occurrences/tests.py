import unittest


class TestCases(unittest.TestCase):
    def test_the_event_returns_on_the_same_day_of_each_month(self):
        self.assertEqual(task_func("2024-01-15", "2024-01-20"), ["2024-02-15", "2024-03-15", "2024-04-15"])

    def test_the_series_goes_on_into_the_next_year(self):
        self.assertEqual(task_func("2023-10-05", "2023-11-30", 4), ["2023-12-05", "2024-01-05", "2024-02-05", "2024-03-05"])

    def test_short_months_clip_the_day_without_changing_later_months(self):
        self.assertEqual(task_func("2023-01-31", "2023-02-01", 4), ["2023-02-28", "2023-03-31", "2023-04-30", "2023-05-31"])

    def test_a_date_equal_to_the_limit_is_not_returned(self):
        self.assertEqual(task_func("2024-01-15", "2024-03-15", 2), ["2024-04-15", "2024-05-15"])
        self.assertEqual(task_func("2024-01-30", "2024-02-29", 1), ["2024-03-30"])

    def test_the_first_event_counts_when_it_is_still_to_come(self):
        self.assertEqual(task_func("2024-05-20", "2023-01-01", 2), ["2024-05-20", "2024-06-20"])

    def test_february_has_its_length_of_the_year_in_question(self):
        self.assertEqual(task_func("2023-08-31", "2024-02-01", 1), ["2024-02-29"])
        self.assertEqual(task_func("2024-02-29", "2024-12-31", 3), ["2025-01-29", "2025-02-28", "2025-03-29"])
        self.assertEqual(task_func("2024-02-29", "2024-02-29", 4, every=12), ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"])

    def test_several_months_may_lie_between_events(self):
        self.assertEqual(task_func("2024-01-31", "2024-01-01", 5, every=3),
                         ["2024-01-31", "2024-04-30", "2024-07-31", "2024-10-31", "2025-01-31"])

    def test_weekend_dates_move_to_friday_before_they_are_compared(self):
        self.assertEqual(task_func("2024-06-01", "2024-01-01", 4, avoid_weekends=True),
                         ["2024-05-31", "2024-07-01", "2024-08-01", "2024-08-30"])
        self.assertEqual(task_func("2024-06-01", "2024-05-31", 1, avoid_weekends=True), ["2024-07-01"])

    def test_counts_and_steps_are_checked(self):
        self.assertEqual(task_func("2024-01-15", "2024-01-20", 0), [])
        for arguments in ((-1, 1), (1, 0)):
            with self.assertRaises(ValueError):
                task_func("2024-01-15", "2024-01-20", *arguments)
