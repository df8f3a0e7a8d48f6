from datetime import datetime, timedelta
from numbers import Integral

import numpy as np
import pandas as pd

FIRST_DAY = datetime(2023, 1, 1)
CATEGORIES = ('Groceries', 'Entertainment', 'Rent', 'Utilities', 'Miscellaneous')


class InvalidDaysError(ValueError):
    """The number of days is missing or negative."""


def check_days(days):
    if days is None:
        raise InvalidDaysError('the number of days is missing')
    if not isinstance(days, Integral):
        raise TypeError(f'days must be an integer, not {type(days).__name__}')
    if days < 0:
        raise InvalidDaysError(f'days must not be negative: {days}')


def calendar(days):
    day = FIRST_DAY
    for _ in range(days):
        yield day
        day += timedelta(days=1)


def task_func(days, random_seed=0):
    check_days(days)
    np.random.seed(random_seed)

    index = pd.DatetimeIndex(list(calendar(days)), name='date')
    spending = {
        category: pd.Series(np.random.randint(100, size=days), index=index)
        for category in CATEGORIES
    }
    return pd.DataFrame(spending, index=index)
