import os
from functools import reduce
from typing import Iterator

import pandas as pd


def read_all(data_dir: str, csv_files: list) -> Iterator[pd.DataFrame]:
    for name in csv_files:
        with open(os.path.join(data_dir, name), encoding='utf-8') as source:
            yield pd.read_csv(source)


def append(upper: pd.DataFrame, lower: pd.DataFrame) -> pd.DataFrame:
    """Put one table under another and number the rows anew."""
    return pd.concat((upper, lower), axis='index', ignore_index=True)


def task_func(data_dir: str, csv_files: list) -> pd.DataFrame:
    if not csv_files:
        return pd.DataFrame()
    return reduce(append, read_all(data_dir, csv_files))
