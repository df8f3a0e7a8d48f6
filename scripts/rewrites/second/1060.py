from collections import Counter
from enum import Enum

import matplotlib.pyplot as plt
import pandas as pd


class Verdict(Enum):
    UNIFORM = "The distribution of values is uniform."
    NOT_UNIFORM = "The distribution of values is not uniform."
    NO_DATA = "The DataFrame is empty or the specified column has no data."


class Distribution:
    """How often each value occurs in a column, nulls left out."""

    def __init__(self, df, column_name):
        column = df.get(column_name)
        self.values = [] if column is None else [v for v in column if pd.notnull(v)]
        self.counts = Counter(self.values)

    def judge(self):
        if not self.counts:
            return Verdict.NO_DATA
        if min(self.counts.values()) == max(self.counts.values()):
            return Verdict.UNIFORM
        return Verdict.NOT_UNIFORM

    def draw(self, ax):
        ax.hist(self.values, len(self.counts), edgecolor='black', alpha=0.7)
        ax.set_xlabel('Values')
        ax.set_ylabel('Frequency')


def task_func(df: pd.DataFrame, column_name: str) -> (str, plt.Axes):
    distribution = Distribution(df, column_name)
    verdict = distribution.judge()

    ax = plt.figure().add_subplot()
    title = ['Distribution of values in', str(column_name)]
    if verdict is Verdict.NO_DATA:
        title.append('(No Data)')
    else:
        distribution.draw(ax)
    ax.set_title(' '.join(title))

    return verdict.value, ax
