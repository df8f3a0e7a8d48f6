import random
from typing import NamedTuple

import pandas as pd

# Constants
CATEGORIES = ['A', 'B', 'C', 'D', 'E']


class Row(NamedTuple):
    Category: str
    Count: int


def draw(category, lowest, highest):
    return Row(category, random.randint(lowest, highest))


def task_func(value_range=(0, 100)):
    rows = [draw(category, *value_range) for category in CATEGORIES]
    return pd.DataFrame.from_records(rows, columns=Row._fields)
