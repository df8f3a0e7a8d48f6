import sqlite3
from contextlib import closing

import pandas as pd


def task_func(db_file: str, query: str) -> pd.DataFrame:
    with closing(sqlite3.connect(db_file)) as connection:
        with closing(connection.cursor()) as cursor:
            cursor.execute(query)
            # statements that return nothing have no description
            names = [field[0] for field in cursor.description or ()]
            return pd.DataFrame.from_records(cursor.fetchall(), columns=names)
