import unittest


class TestCases(unittest.TestCase):
    def test_amounts_are_scaled_and_sorted_by_name(self):
        recipe = [("sugar", "3", "cup"), ("butter", "1/2", "stick"), ("milk", "5/4", "cup")]
        self.assertEqual(task_func(recipe, 2, 4), [("butter", "stick", "1"), ("milk", "cup", "2 1/2"), ("sugar", "cup", "6")])

    def test_entries_of_one_ingredient_are_added(self):
        recipe = [("rice", "1/3", "cup"), ("peas", "1", "cup"), ("rice", "1/6", "cup")]
        self.assertEqual(task_func(recipe, 4, 4), [("peas", "cup", "1"), ("rice", "cup", "1/2")])

    def test_different_units_stay_apart(self):
        recipe = [("honey", "1", "tsp"), ("honey", "2", "tbsp"), ("honey", "3", "tsp")]
        self.assertEqual(task_func(recipe, 8, 4), [("honey", "tbsp", "1"), ("honey", "tsp", "2")])

    def test_thirds_stay_exact(self):
        recipe = [("cream", "1/2", "cup"), ("eggs", "3", "piece")]
        self.assertEqual(task_func(recipe, 6, 4), [("cream", "cup", "1/3"), ("eggs", "piece", "2")])
        self.assertEqual(task_func([("oil", "0.1", "l"), ("oil", "0.2", "l")], 3, 7), [("oil", "l", "7/10")])

    def test_mixed_numbers_are_read(self):
        recipe = [("flour", "2 1/4", "cup"), ("flour", " 1  1/2 ", "cup"), ("yeast", "1 0.5", "tsp")]
        self.assertEqual(task_func(recipe, 1, 1), [("flour", "cup", "3 3/4"), ("yeast", "tsp", "1 1/2")])

    def test_names_ignore_case_and_blanks(self):
        recipe = [("Brown Sugar", "1", "cup"), ("  brown sugar ", "1/2", "cup"), ("Almonds", "2", "oz")]
        self.assertEqual(task_func(recipe, 2, 2), [("almonds", "oz", "2"), ("brown sugar", "cup", "1 1/2")])

    def test_empty_amount_counts_as_zero(self):
        recipe = [("pepper", "", "pinch"), ("salt", "0", "tsp"), ("dill", "", "g"), ("dill", "7", "g")]
        self.assertEqual(task_func(recipe, 1, 3), [("dill", "g", "21"), ("pepper", "pinch", "0"), ("salt", "tsp", "0")])
        self.assertEqual(task_func([], 1, 3), [])

    def test_servings_must_be_positive(self):
        for servings, wanted in ((0, 4), (4, 0), (-2, 4), (2, -4)):
            with self.assertRaises(ValueError):
                task_func([("water", "1", "l")], servings, wanted)
