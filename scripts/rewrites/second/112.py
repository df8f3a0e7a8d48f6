from collections import Counter

import matplotlib.pyplot as plt
import pandas as pd

COLUMN = 'Status'


class StatusColumnError(ValueError):
    pass


def count_statuses(df):
    try:
        statuses = df[COLUMN]
    except KeyError:
        raise StatusColumnError(f"The DataFrame has no {COLUMN!r} column.") from None
    return Counter(statuses.dropna())


def task_func(df):
    if not isinstance(df, pd.DataFrame):
        raise StatusColumnError("A pandas DataFrame is expected.")

    ranking = count_statuses(df).most_common()
    names = [name for name, _ in ranking]
    sizes = [size for _, size in ranking]

    ax = plt.figure().gca()
    ax.pie(x=sizes, labels=names, autopct=lambda share: f'{share:.1f}%')
    ax.set_title(f'{COLUMN} Distribution')
    return ax
