import sqlite3
import unittest


class TestCases(unittest.TestCase):
    def setUp(self):
        self.db = sqlite3.connect(":memory:")
        self.addCleanup(self.db.close)

    def tables(self):
        rows = self.db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'schema_migrations'")
        return sorted(row[0] for row in rows)

    def recorded(self):
        return sorted(row[0] for row in self.db.execute("SELECT version FROM schema_migrations"))

    def test_applies_everything_in_order(self):
        steps = {"1.2": ["ALTER TABLE pets ADD COLUMN age INTEGER"], "1.1": ["CREATE TABLE pets (name TEXT)"]}
        self.assertEqual(task_func(self.db, steps), ["1.1", "1.2"])
        self.assertEqual([row[1] for row in self.db.execute("PRAGMA table_info(pets)")], ["name", "age"])

    def test_records_are_committed(self):
        self.assertEqual(task_func(self.db, {"2.0": ["CREATE TABLE a (x)", "INSERT INTO a VALUES (7)"]}), ["2.0"])
        self.db.rollback()
        self.assertEqual(self.recorded(), ["2.0"])
        self.assertEqual(self.db.execute("SELECT x FROM a").fetchall(), [(7,)])

    def test_second_run_applies_only_new_ones(self):
        steps = {"1": ["CREATE TABLE a (x)"], "2": ["CREATE TABLE b (x)"]}
        task_func(self.db, steps)
        self.assertEqual(task_func(self.db, steps), [])
        steps["3"] = ["CREATE TABLE c (x)"]
        self.assertEqual(task_func(self.db, steps), ["3"])
        self.assertEqual(self.tables(), ["a", "b", "c"])

    def test_versions_compare_as_numbers(self):
        steps = {f"1.{minor}": [f"CREATE TABLE t{minor} (x)"] for minor in (10, 9, 100, 2)}
        steps["1"] = ["CREATE TABLE t (x)"]
        self.assertEqual(task_func(self.db, steps), ["1", "1.2", "1.9", "1.10", "1.100"])

    def test_target_is_included(self):
        steps = {"1.9": ["CREATE TABLE a (x)"], "1.10": ["CREATE TABLE b (x)"], "1.11": ["CREATE TABLE c (x)"]}
        self.assertEqual(task_func(self.db, steps, target="1.10"), ["1.9", "1.10"])
        self.assertEqual(self.tables(), ["a", "b"])
        self.assertEqual(task_func(self.db, steps), ["1.11"])

    def test_failing_migration_is_undone_alone(self):
        steps = {
            "1": ["CREATE TABLE a (x)"],
            "2": ["CREATE TABLE b (x)", "INSERT INTO a VALUES (1)", "INSERT INTO missing VALUES (1)"],
            "3": ["CREATE TABLE c (x)"],
        }
        with self.assertRaises(sqlite3.Error):
            task_func(self.db, steps)
        self.assertEqual(self.tables(), ["a"])
        self.assertEqual(self.recorded(), ["1"])
        self.assertEqual(self.db.execute("SELECT COUNT(*) FROM a").fetchone(), (0,))

    def test_leading_v_means_nothing(self):
        task_func(self.db, {"1.0": ["CREATE TABLE a (x)"]})
        steps = {"v1.0": ["CREATE TABLE a (x)"], "v1.1": ["CREATE TABLE b (x)"]}
        self.assertEqual(task_func(self.db, steps, target="1.1"), ["1.1"])
        self.assertEqual(self.recorded(), ["1.0", "1.1"])

    def test_unknown_target_is_refused(self):
        with self.assertRaises(ValueError):
            task_func(self.db, {"1": ["CREATE TABLE a (x)"]}, target="2")
        self.assertEqual(self.tables(), [])

    def test_older_unrecorded_version_is_pending(self):
        task_func(self.db, {"2": ["CREATE TABLE b (x)"]})
        self.assertEqual(task_func(self.db, {"1": ["CREATE TABLE a (x)"], "2": ["CREATE TABLE b (x)"]}), ["1"])
