import unittest


class TestCases(unittest.TestCase):
    def test_totals_and_counts(self):
        text = "id,city,sales\n1,Oslo,10\n2,Bergen,4.25\n3,Oslo,2.50\n"
        self.assertEqual(task_func(text, "city", "sales"), [("Oslo", 2, 12.5), ("Bergen", 1, 4.25)])

    def test_largest_total_first_then_name(self):
        text = "g,v\nzeta,3\nbeta,3\nalpha,1\nmu,-5\nomega,40\n"
        self.assertEqual(
            task_func(text, "g", "v"),
            [("omega", 1, 40.0), ("beta", 1, 3.0), ("zeta", 1, 3.0), ("alpha", 1, 1.0), ("mu", 1, -5.0)],
        )

    def test_thousands_separators_in_quoted_values(self):
        text = 'dept,cost\nIT,"1,234.50"\nIT,"2,000,000"\nHR," 7 "\n'
        self.assertEqual(task_func(text, "dept", "cost"), [("IT", 2, 2001234.5), ("HR", 1, 7.0)])

    def test_group_case_is_ignored_and_first_spelling_kept(self):
        text = "g,v\nNorth,1\n NORTH ,2\nnorth,3\nSOUTH,1\n"
        self.assertEqual(task_func(text, "g", "v"), [("North", 3, 6.0), ("SOUTH", 1, 1.0)])

    def test_short_rows_and_blanks(self):
        text = "g,v\na\n,5\n  ,2\na,\nb,1\n"
        self.assertEqual(task_func(text, "g", "v"), [("(none)", 2, 7.0), ("b", 1, 1.0), ("a", 2, 0.0)])
        self.assertEqual(task_func("v,g\n3\n4,x\n", "g", "v"), [("x", 1, 4.0), ("(none)", 1, 3.0)])

    def test_halves_are_rounded_away_from_zero(self):
        text = "g,v\na,0.125\nb,-0.125\nc,0.10\nc,0.005\n"
        self.assertEqual(task_func(text, "g", "v"), [("a", 1, 0.13), ("c", 2, 0.11), ("b", 1, -0.13)])

    def test_only_the_total_is_rounded(self):
        self.assertEqual(task_func("g,v\nq,0.004\nq,0.004\nq,0.004\n", "g", "v"), [("q", 3, 0.01)])

    def test_missing_column_is_refused(self):
        for text, group, value in (("g,v\na,1\n", "h", "v"), ("g,v\na,1\n", "g", "w"), ("", "g", "v")):
            with self.assertRaises(ValueError):
                task_func(text, group, value)
        self.assertEqual(task_func("g,v\n", "g", "v"), [])

    def test_bad_values_are_refused(self):
        for bad in ("ten", "1.2.3", "NaN", "inf"):
            with self.assertRaises(ValueError):
                task_func(f"g,v\na,1\nb,{bad}\n", "g", "v")
