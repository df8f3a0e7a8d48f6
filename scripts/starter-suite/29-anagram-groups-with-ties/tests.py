import unittest


class TestCases(unittest.TestCase):
    def test_groups_by_size(self):
        self.assertEqual(
            task_func(["listen", "tea", "eat", "silent", "ate", "dog"]), [["ate", "eat", "tea"], ["listen", "silent"]]
        )

    def test_case_does_not_matter(self):
        self.assertEqual(task_func(["Tea", "dog", "eat", "GOD", "ATE"]), [["ATE", "eat", "Tea"], ["dog", "GOD"]])

    def test_minimum_size(self):
        words = ["tea", "dog", "eat", "god", "ate", "cat"]
        self.assertEqual(task_func(words, min_size=3), [["ate", "eat", "tea"]])
        self.assertEqual(task_func(words, min_size=1), [["ate", "eat", "tea"], ["dog", "god"], ["cat"]])
        self.assertEqual(task_func([]), [])

    def test_phrases_and_punctuation(self):
        self.assertEqual(task_func(["Dormitory", "dirty room!", "it's", "sit"]), [["dirty room!", "Dormitory"], ["it's", "sit"]])

    def test_entries_without_letters_are_ignored(self):
        self.assertEqual(task_func(["123", "", "!?", "on", "no", " "]), [["no", "on"]])

    def test_first_spelling_is_kept(self):
        self.assertEqual(task_func(["Tea", "tea", "TEA", "eat"]), [["eat", "Tea"]])
        self.assertEqual(task_func(["tea", "TEA"]), [])

    def test_equal_sizes_by_letters_then_name(self):
        words = ["on", "no", "God", "dog", "act", "Cat", "a.b", "BA"]
        self.assertEqual(task_func(words), [["act", "Cat"], ["dog", "God"], ["a.b", "BA"], ["no", "on"]])

    def test_limit_keeps_ties_in_size(self):
        words = ["tea", "eat", "ate", "on", "no", "dog", "god", "was", "saw", "pots", "stop", "post", "tops"]
        four, three = ["post", "pots", "stop", "tops"], ["ate", "eat", "tea"]
        self.assertEqual(task_func(words, limit=1), [four])
        self.assertEqual(task_func(words, limit=2), [four, three])
        self.assertEqual(task_func(words, limit=3), [four, three, ["dog", "god"], ["saw", "was"], ["no", "on"]])

    def test_limit_beyond_the_groups(self):
        self.assertEqual(task_func(["on", "no"], limit=5), [["no", "on"]])
        self.assertEqual(task_func(["on"], limit=1), [])
        with self.assertRaises(ValueError):
            task_func(["on", "no"], limit=0)
