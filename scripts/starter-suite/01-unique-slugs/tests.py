import unittest


class TestCases(unittest.TestCase):
    def test_punctuation_and_blanks_become_single_hyphens(self):
        self.assertEqual(task_func(["Hello,  World!", "C# & F# in 2024"]), ["hello-world", "c-f-in-2024"])

    def test_accents_and_apostrophes_are_dropped(self):
        self.assertEqual(task_func(["Ångström Café", "Don't Panic", "the dog\u2019s \u2014 life"]),
                         ["angstrom-cafe", "dont-panic", "the-dogs-life"])

    def test_repeated_titles_are_numbered_from_two(self):
        self.assertEqual(task_func(["News", "news", "NEWS!", "Olds"]), ["news", "news-2", "news-3", "olds"])

    def test_a_number_already_taken_is_skipped(self):
        self.assertEqual(task_func(["Intro 2", "Intro", "Intro", "Intro 2"]), ["intro-2", "intro", "intro-3", "intro-2-2"])

    def test_reserved_slugs_are_not_given(self):
        self.assertEqual(task_func(["Admin", "Login"], reserved=["admin", "admin-2"]), ["admin-3", "login"])
        self.assertEqual(task_func(["Admin"], 20, ("admin",)), ["admin-2"])

    def test_a_cut_slug_does_not_end_in_a_hyphen(self):
        self.assertEqual(task_func(["alphabeta gamma", "alpha beta gamma"], 10), ["alphabeta", "alpha-beta"])

    def test_the_number_fits_within_the_maximum_length(self):
        self.assertEqual(task_func(["abcdefghijkl"] * 2, 10), ["abcdefghij", "abcdefgh-2"])
        self.assertEqual(task_func(["abcdefg hij"] * 2, 10), ["abcdefg-hi", "abcdefg-2"])
        self.assertEqual(task_func(["abcdefghijkl"] * 10, 10)[-1], "abcdefg-10")

    def test_a_title_without_letters_is_untitled(self):
        self.assertEqual(task_func(["???", "", "\u65e5\u672c"]), ["untitled", "untitled-2", "untitled-3"])
        self.assertEqual(task_func([]), [])

    def test_a_small_maximum_is_refused(self):
        with self.assertRaises(ValueError):
            task_func(["a"], 9)
