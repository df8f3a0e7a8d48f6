import sqlite3
from contextlib import closing

import pandas as pd


class Database:
    def __init__(self, path):
        self.connection = sqlite3.connect(path)

    def __enter__(self):
        return self.connection.cursor()

    def __exit__(self, *raised):
        self.connection.close()


def task_func(db_file: str, query: str) -> pd.DataFrame:
    with Database(db_file) as cursor:
        try:
            rows = cursor.execute(query)
        except sqlite3.Error as error:
            raise pd.errors.DatabaseError(str(error)) from error
        names = [name for name, *_ in rows.description]
        return pd.DataFrame.from_records(list(rows), columns=names)
