import unittest
from decimal import Decimal


class TestCases(unittest.TestCase):
    def test_even_split_needs_no_extra_cent(self):
        self.assertEqual(task_func("9.00", [1, 1, 1]), [Decimal(3), Decimal(3), Decimal(3)])

    def test_shares_follow_the_weights(self):
        self.assertEqual(task_func(Decimal("80.00"), [5, 2, 1]), [Decimal(50), Decimal(20), Decimal(10)])

    def test_left_over_cent_goes_to_largest_remainder(self):
        # Exactly 1.666..., 3.333... and 5 cents: the first share lost most.
        self.assertEqual(task_func("0.10", [1, 2, 3]), [Decimal("0.02"), Decimal("0.03"), Decimal("0.05")])

    def test_equal_remainders_favour_the_earlier_share(self):
        self.assertEqual(task_func("0.05", [1, 1, 1]), [Decimal("0.02"), Decimal("0.02"), Decimal("0.01")])
        # 1.25, 1.25 and 2.5 cents: the last one lost most, and only one cent is left.
        self.assertEqual(task_func("0.05", [1, 1, 2]), [Decimal("0.01"), Decimal("0.01"), Decimal("0.03")])

    def test_negative_amount_mirrors_the_positive_one(self):
        self.assertEqual(task_func("-10.00", [1, 1, 1]), [Decimal("-3.34"), Decimal("-3.33"), Decimal("-3.33")])

    def test_shares_are_written_with_two_decimals(self):
        self.assertEqual([str(share) for share in task_func(3, [2, 0, 4])], ["1.00", "0.00", "2.00"])
        self.assertEqual([str(share) for share in task_func("-1", [0, 1])], ["0.00", "-1.00"])

    def test_nothing_is_lost_or_created(self):
        for cents in range(-40, 41, 3):
            for weights in ([7, 3, 11], [1, 0, 1, 1], [97], [5, 5, 5, 5, 1]):
                amount = Decimal(cents) / 100
                self.assertEqual(sum(task_func(amount, weights)), amount)

    def test_bad_weights_are_refused(self):
        for weights in ([], [0, 0], [3, -1], [1, -1]):
            with self.assertRaises(ValueError):
                task_func("1.00", weights)

    def test_fractions_of_a_cent_are_refused(self):
        with self.assertRaises(ValueError):
            task_func("1.005", [1, 1])
        self.assertEqual(task_func("1.500", [1, 2]), [Decimal("0.50"), Decimal("1.00")])
