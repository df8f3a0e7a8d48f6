import numpy as np
import pandas as pd

CATEGORIES = ["Groceries", "Entertainment", "Rent", "Utilities", "Miscellaneous"]
START = "2023-01-01"


def task_func(days, random_seed=0):
    dates = pd.date_range(START, periods=days, freq="D", name="date")

    rng = np.random.RandomState(random_seed)
    amounts = rng.randint(0, 100, size=(len(CATEGORIES), len(dates)))
    return pd.DataFrame(amounts.T, index=dates, columns=CATEGORIES)
