import sqlite3
import unittest


class TestCases(unittest.TestCase):
    def setUp(self):
        self.db = sqlite3.connect(":memory:")
        self.addCleanup(self.db.close)

    def stock(self):
        return dict(self.db.execute("SELECT sku, quantity FROM stock"))

    def history(self):
        return self.db.execute("SELECT sku, delta, quantity_after, reason FROM stock_history ORDER BY id").fetchall()

    def test_new_skus_are_stored(self):
        self.assertEqual(task_func(self.db, [("NUT", 100), ("BOLT", 40)]), {"NUT": 100, "BOLT": 40})
        self.assertEqual(self.stock(), {"NUT": 100, "BOLT": 40})

    def test_second_batch_adds_up(self):
        task_func(self.db, [("NUT", 100), ("BOLT", 40)])
        self.assertEqual(task_func(self.db, [("NUT", -30), ("NUT", 5)]), {"NUT": 75})
        self.assertEqual(self.stock(), {"NUT": 75, "BOLT": 40})

    def test_history_has_one_row_per_movement(self):
        task_func(self.db, [("NUT", 100), ("NUT", -30)])
        task_func(self.db, [("BOLT", 7)], reason="count")
        self.assertEqual(
            self.history(),
            [("NUT", 100, 100, "delivery"), ("NUT", -30, 70, "delivery"), ("BOLT", 7, 7, "count")],
        )

    def test_failed_batch_leaves_no_trace(self):
        task_func(self.db, [("NUT", 10)])
        with self.assertRaises(ValueError):
            task_func(self.db, [("BOLT", 5), ("NUT", 3), ("NUT", -14)])
        self.assertEqual(self.stock(), {"NUT": 10})
        self.assertEqual(self.history(), [("NUT", 10, 10, "delivery")])

    def test_quantity_may_reach_zero(self):
        self.assertEqual(task_func(self.db, [("NUT", 10), ("NUT", -10)]), {"NUT": 0})
        self.assertEqual(self.stock(), {"NUT": 0})
        with self.assertRaises(ValueError):
            task_func(self.db, [("NUT", -1)])

    def test_skus_are_normalised(self):
        self.assertEqual(task_func(self.db, [(" nut-8 ", 4), ("Nut-8", 5), ("NUT-8\n", 1)]), {"NUT-8": 10})
        self.assertEqual(self.stock(), {"NUT-8": 10})
        self.assertEqual({row[0] for row in self.history()}, {"NUT-8"})

    def test_zero_movements_are_skipped(self):
        self.assertEqual(task_func(self.db, [("NUT", 2), ("BOLT", 0), ("NUT", 3)]), {"NUT": 5})
        self.assertEqual(self.stock(), {"NUT": 5})
        self.assertEqual(len(self.history()), 2)

    def test_batch_is_committed_and_empty_batch_creates_tables(self):
        self.assertEqual(task_func(self.db, []), {})
        self.assertEqual((self.stock(), self.history()), ({}, []))
        task_func(self.db, [("NUT", 2)])
        self.assertFalse(self.db.in_transaction)
        self.db.rollback()
        self.assertEqual(self.stock(), {"NUT": 2})
