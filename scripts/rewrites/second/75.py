from datetime import datetime, timedelta

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns

DEFAULT_FRUITS = ('Apple', 'Banana', 'Cherry', 'Date', 'Elderberry')
FIRST_DAY = datetime(2024, 1, 1)


class NotEmptyError(ValueError):
    """Sales can only be put into a frame that holds nothing yet."""


class SalesBoundsError(ValueError):
    """The bounds leave no room for a sales value."""


def _check(df, low, high):
    if not isinstance(df, pd.DataFrame):
        raise TypeError(f"df must be a pandas DataFrame, not {type(df).__name__}")
    if df.size:
        raise NotEmptyError("Input DataFrame must be empty")
    if not low < high:
        raise SalesBoundsError(f"no sales values from {low} up to {high}")


def task_func(df, fruits=None, days=None, seed=None, sales_lower_bound=1, sales_upper_bound=50):
    _check(df, sales_lower_bound, sales_upper_bound)
    if fruits is None:
        fruits = DEFAULT_FRUITS
    if days is None:
        days = [FIRST_DAY + timedelta(days=offset) for offset in range(7)]

    rng = np.random.RandomState(seed)
    grid = pd.MultiIndex.from_product([fruits, days], names=['Fruit', 'Day'])
    sales = rng.randint(sales_lower_bound, sales_upper_bound, size=len(grid))
    report = pd.Series(sales, index=grid, name='Sales').reset_index()

    _, ax = plt.subplots()
    sns.boxplot(data=report, x='Fruit', y='Sales', ax=ax)
    return report, ax
