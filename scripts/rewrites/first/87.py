import random

import pandas as pd


def task_func(products, ratings, weights, random_seed=42):
    rng = random.Random(random_seed)
    drawn = rng.choices(ratings, weights=weights, k=len(products))

    table = pd.DataFrame({"Product": list(products), "Rating": drawn})
    return table.sort_values(by="Rating", ascending=False, kind="stable")
