import os
import random
import sqlite3

NAMES = "John Jane Steve Emma Liam Olivia".split()


class People:
    def __init__(self, count):
        if count < 0:
            raise ValueError(f"{count} people")
        self.left = count

    def __iter__(self):
        return self

    def __next__(self):
        if not self.left:
            raise StopIteration
        self.left -= 1
        return random.choice(NAMES), random.choice(range(18, 65)), random.choice(range(150, 200))


def task_func(db_name, table_name, num_entries, random_seed=None):
    if random_seed:
        random.seed(random_seed)
    people = People(num_entries)
    with sqlite3.connect(db_name) as connection:
        connection.execute(f"CREATE TABLE {table_name} (name TEXT, age INTEGER, height INTEGER)")
        connection.executemany(f"INSERT INTO {table_name} VALUES (?, ?, ?)", people)
    connection.close()
    return os.path.realpath(db_name)
