import datetime
import os
import sqlite3
import tempfile
import unittest


class TestCases(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "shop.db")

    def fill(self, customers, orders):
        connection = sqlite3.connect(self.path)
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT)")
        connection.execute(
            "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, placed_on TEXT, status TEXT, amount_cents INTEGER)"
        )
        connection.executemany("INSERT INTO customers VALUES (?, ?)", customers)
        connection.executemany(
            "INSERT INTO orders (customer_id, placed_on, status, amount_cents) VALUES (?, ?, ?, ?)", orders
        )
        connection.commit()
        connection.close()

    def test_best_spender_first(self):
        self.fill(
            [(1, "Bob"), (2, "Ada"), (3, "Cleo"), (4, "Dora")],
            [
                (1, "2024-01-05", "paid", 2000),
                (2, "2024-01-06", "paid", 5050),
                (2, "2024-02-01", "paid", 2500),
                (3, "2024-02-02", "open", 900),
                (4, "2024-02-03", "paid", 9999),
            ],
        )
        self.assertEqual(task_func(self.path), [("Dora", 1, 99.99), ("Ada", 2, 75.5), ("Bob", 1, 20.0)])
        self.assertEqual(task_func(self.path, n=1), [("Dora", 1, 99.99)])

    def test_since_drops_older_orders(self):
        self.fill(
            [(1, "Bob"), (2, "Ada")],
            [
                (1, "2024-01-05", "paid", 8000),
                (1, "2024-03-05", "paid", 100),
                (2, "2024-03-06", "paid", 700),
                (2, "2023-12-31", "paid", 700),
            ],
        )
        self.assertEqual(task_func(self.path, since=datetime.date(2024, 2, 1)), [("Ada", 1, 7.0), ("Bob", 1, 1.0)])

    def test_cancelled_orders_and_idle_customers_are_left_out(self):
        self.fill(
            [(1, "Bob"), (2, "Ada"), (3, "Cleo")],
            [(1, "2024-01-05", "cancelled", 8000), (2, "2024-03-05", "cancelled", 50), (2, "2024-03-05", "paid", 120)],
        )
        self.assertEqual(task_func(self.path), [("Ada", 1, 1.2)])

    def test_since_day_itself_counts(self):
        self.fill([(1, "Bob")], [(1, "2024-02-01", "paid", 300), (1, "2024-01-31", "paid", 40)])
        self.assertEqual(task_func(self.path, since=datetime.date(2024, 2, 1)), [("Bob", 1, 3.0)])
        self.assertEqual(task_func(self.path, since=datetime.date(2024, 2, 2)), [])

    def test_null_amounts_count_as_zero(self):
        self.fill(
            [(1, "Bob"), (2, "Ada")],
            [(1, "2024-02-01", "open", None), (2, "2024-02-01", "open", None), (2, "2024-02-02", "paid", 250)],
        )
        self.assertEqual(task_func(self.path), [("Ada", 2, 2.5), ("Bob", 1, 0.0)])

    def test_cancelled_in_any_letter_case(self):
        self.fill(
            [(1, "Bob"), (2, "Ada")],
            [
                (1, "2024-02-01", "Cancelled", 900),
                (1, "2024-02-01", "paid", 100),
                (2, "2024-02-02", "CANCELLED", 250),
            ],
        )
        self.assertEqual(task_func(self.path), [("Bob", 1, 1.0)])

    def test_namesakes_stay_apart(self):
        self.fill(
            [(1, "Sam"), (2, "Ada"), (3, "Sam")],
            [(1, "2024-02-01", "paid", 300), (2, "2024-02-01", "paid", 500), (3, "2024-02-02", "paid", 400)],
        )
        self.assertEqual(task_func(self.path), [("Ada", 1, 5.0), ("Sam", 1, 4.0), ("Sam", 1, 3.0)])

    def test_equal_totals_by_name_without_case(self):
        self.fill(
            [(1, "Zoe"), (2, "bob"), (3, "Ada"), (4, "Cleo")],
            [(i, "2024-02-01", "paid", 500) for i in (1, 2, 3, 4)],
        )
        self.assertEqual([row[0] for row in task_func(self.path, n=9)], ["Ada", "bob", "Cleo", "Zoe"])
        self.assertEqual([row[0] for row in task_func(self.path, n=2)], ["Ada", "bob"])

    def test_n_below_one_is_refused(self):
        self.fill([(1, "Bob")], [])
        with self.assertRaises(ValueError):
            task_func(self.path, n=0)
        self.assertEqual(task_func(self.path, n=1), [])
