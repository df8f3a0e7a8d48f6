from collections import Counter

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns


def _plot_ages(ages: pd.Series) -> plt.Axes:
    edges = np.arange(ages.min(), ages.max() + 2) - 0.5
    _, ax = plt.subplots()
    sns.histplot(x=ages, bins=edges, ax=ax)
    ax.set(xlabel="Age", ylabel="Count", title="Age distribution of duplicate names")
    return ax


def task_func(df: pd.DataFrame) -> (Counter, plt.Axes):
    if len(df) == 0:
        raise ValueError("The DataFrame must not be empty.")
    if df["age"].lt(0).any():
        raise ValueError("Ages must not be negative.")

    repeated = df["name"].duplicated(keep=False)
    ages = np.floor(df.loc[repeated, "age"]).astype(int)
    if ages.empty:
        return Counter(), None

    return Counter(ages.tolist()), _plot_ages(ages)
