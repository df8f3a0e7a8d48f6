from bisect import bisect
from itertools import accumulate
from operator import itemgetter
from random import random, seed

import pandas as pd

COLUMNS = ["Product", "Rating"]


def weighted_picker(options, weights):
    """Return a function that draws one of the options at random by weight."""
    if len(options) != len(weights):
        raise ValueError("Every rating needs exactly one weight.")
    bounds = list(accumulate(weights))
    total = bounds[-1] + 0.0
    last = len(options) - 1

    def pick():
        return options[bisect(bounds, random() * total, 0, last)]

    return pick


def task_func(products, ratings, weights, random_seed=42):
    seed(random_seed)
    pick = weighted_picker(ratings, weights)

    rows = [(position, product, pick()) for position, product in enumerate(products)]
    rows.sort(key=itemgetter(2), reverse=True)

    return pd.DataFrame.from_records(
        [row[1:] for row in rows],
        index=[row[0] for row in rows],
        columns=COLUMNS,
    )
