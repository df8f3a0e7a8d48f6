import unittest


class TestCases(unittest.TestCase):
    def test_timestamps_of_one_week_are_counted(self):
        self.assertEqual(task_func(["2024-05-14T08:00:00Z", "2024-05-15T00:00:00Z", "2024-05-17T23:59:59Z"]),
                         {"2024-W20": {"monday": "2024-05-13", "count": 3, "days": 3}})

    def test_a_week_goes_from_monday_to_sunday(self):
        self.assertEqual(task_func(["2024-05-13T00:00:00Z", "2024-05-19T23:59:59Z", "2024-05-20T00:00:00Z"]),
                         {"2024-W20": {"monday": "2024-05-13", "count": 2, "days": 2},
                          "2024-W21": {"monday": "2024-05-20", "count": 1, "days": 1}})

    def test_offsets_are_turned_into_utc(self):
        self.assertEqual(list(task_func(["2024-05-20T01:00:00+02:00", "2024-05-26T22:00:00-03:00"])), ["2024-W20", "2024-W22"])

    def test_days_are_different_dates(self):
        report = task_func(["2024-05-14T08:00:00", "2024-05-14T09:00:00", "2024-05-16T08:00:00"])
        self.assertEqual(report, {"2024-W20": {"monday": "2024-05-13", "count": 3, "days": 2}})

    def test_a_week_belongs_to_the_iso_year(self):
        report = task_func(["2024-12-31T12:00:00Z", "2021-01-03T12:00:00Z", "2023-01-01T12:00:00Z"])
        self.assertEqual(list(report), ["2020-W53", "2022-W52", "2025-W01"])
        self.assertEqual([week["monday"] for week in report.values()], ["2020-12-28", "2022-12-26", "2024-12-30"])

    def test_weeks_are_cut_in_local_time(self):
        sunday = ["2024-03-10T23:30:00", "2024-03-10T23:30:00Z", "2024-03-10T22:30:00-01:00"]
        self.assertEqual(task_func(sunday, utc_offset=2), {"2024-W11": {"monday": "2024-03-11", "count": 3, "days": 1}})
        self.assertEqual(task_func(["2024-03-11T05:15:00"], utc_offset=-5.5), {"2024-W10": {"monday": "2024-03-04", "count": 1, "days": 1}})

    def test_gaps_are_filled_on_request(self):
        stamps = ["2024-01-22T12:00:00Z", "2023-12-27T12:00:00Z"]
        self.assertEqual(list(task_func(stamps)), ["2023-W52", "2024-W04"])
        report = task_func(stamps, fill_gaps=True)
        self.assertEqual(list(report), ["2023-W52", "2024-W01", "2024-W02", "2024-W03", "2024-W04"])
        self.assertEqual(report["2024-W01"], {"monday": "2024-01-01", "count": 0, "days": 0})
        self.assertEqual(report["2024-W04"]["count"], 1)

    def test_no_timestamps_give_no_weeks(self):
        self.assertEqual(task_func([]), {})
        self.assertEqual(task_func([], fill_gaps=True), {})
