from collections import Counter, defaultdict
from itertools import chain
from math import floor

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns


def ages_by_name(df):
    groups = defaultdict(list)
    for name, age in zip(df["name"], df["age"]):
        if age < 0:
            raise ValueError(f"negative age for {name}: {age}")
        groups[name].append(floor(age))
    return groups


def task_func(df: pd.DataFrame) -> (Counter, plt.Axes):
    if df.empty:
        raise ValueError("the data frame is empty")

    repeated = [ages for ages in ages_by_name(df).values() if len(ages) > 1]
    if not repeated:
        return Counter(), None

    ages = list(chain.from_iterable(repeated))
    low, high = min(ages), max(ages)
    bins = np.linspace(low - 0.5, high + 0.5, num=high - low + 2)

    ax = sns.histplot(ages, bins=bins, legend=False, ax=plt.figure().gca())
    ax.set_title("Ages behind duplicate names")
    ax.set_xlabel("Age")
    ax.set_ylabel("Count")
    return Counter(ages), ax
