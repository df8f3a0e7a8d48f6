import os
import sqlite3
from contextlib import closing
from random import choice, seed

NAMES = ['John', 'Jane', 'Steve', 'Emma', 'Liam', 'Olivia']
AGES = range(18, 65)
HEIGHTS = range(150, 200)


def random_people(amount):
    for _ in range(amount):
        yield choice(NAMES), choice(AGES), choice(HEIGHTS)


def task_func(db_name, table_name, num_entries, random_seed=None):
    if num_entries < 0:
        raise ValueError(f"num_entries is negative: {num_entries}")
    if not table_name.isidentifier():
        raise sqlite3.OperationalError(f"not a valid table name: {table_name!r}")

    seed(random_seed)

    with closing(sqlite3.connect(db_name)) as connection, connection:
        connection.execute(
            f"CREATE TABLE {table_name} (name TEXT, age INTEGER, height INTEGER)"
        )
        connection.executemany(
            f"INSERT INTO {table_name} (name, age, height) VALUES (?, ?, ?)",
            random_people(num_entries),
        )
    return os.path.abspath(db_name)
