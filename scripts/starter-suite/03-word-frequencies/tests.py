import unittest


class TestCases(unittest.TestCase):
    def test_words_are_counted_without_case(self):
        self.assertEqual(task_func("Rain, rain! go away; RAIN go"),
                         [("rain", 3, 50.0), ("go", 2, 33.3), ("away", 1, 16.7)])

    def test_stop_words_are_left_out_of_rows_and_percentages(self):
        self.assertEqual(task_func("the sea and the sky and the sea", ["the", "and"]),
                         [("sea", 2, 66.7), ("sky", 1, 33.3)])

    def test_top_limits_the_rows_but_not_the_percentages(self):
        self.assertEqual(task_func("xx xx xx yy yy zz zz zz zz zz", top=2), [("zz", 5, 50.0), ("xx", 3, 30.0)])

    def test_equal_counts_are_sorted_alphabetically(self):
        self.assertEqual([row[0] for row in task_func("pear fig apple fig pear kiwi")], ["fig", "pear", "apple", "kiwi"])

    def test_stop_words_ignore_case_and_kind_of_apostrophe(self):
        self.assertEqual(task_func("the THE don't Don\u2019t stop", ["The", "DON\u2019T"]), [("stop", 1, 100.0)])

    def test_short_words_count_only_from_the_minimum_on(self):
        self.assertEqual(task_func("I saw a UFO"), [("a", 1, 25.0), ("i", 1, 25.0), ("saw", 1, 25.0), ("ufo", 1, 25.0)])
        self.assertEqual(task_func("I am the one here", min_length=3), [("here", 1, 33.3), ("one", 1, 33.3), ("the", 1, 33.3)])

    def test_inner_apostrophes_and_hyphens_belong_to_the_word(self):
        self.assertEqual([row[0] for row in task_func("'well-known' o'clock -- rock'n'roll, na\u00efve_2nd")],
                         ["na\u00efve", "nd", "o'clock", "rock'n'roll", "well-known"])

    def test_top_may_be_zero_or_larger_than_the_list(self):
        self.assertEqual(task_func("one two", top=0), [])
        self.assertEqual(len(task_func("one two", top=9)), 2)
        with self.assertRaises(ValueError):
            task_func("one two", top=-1)

    def test_a_text_without_words_gives_no_rows(self):
        self.assertEqual(task_func("12 + 34 = 46"), [])
        self.assertEqual(task_func("and AND", ["and"], top=3), [])
