import random

import pandas as pd

CATEGORIES = ['A', 'B', 'C', 'D', 'E']


def task_func(value_range=(0, 100)):
    low, high = value_range
    counts = random.choices(range(low, high + 1), k=len(CATEGORIES))
    return pd.DataFrame({'Category': CATEGORIES, 'Count': counts})
