import ast
import os

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

COLUMNS = ["email", "list"]
STATISTICS = {"sum": np.sum, "mean": np.mean, "median": np.median}


def _longest_csv(directory):
    with os.scandir(directory) as entries:
        names = (entry.name for entry in entries if entry.name.endswith(".csv"))
        return max(names, key=len, default=None)


def task_func(directory):
    name = _longest_csv(directory)
    if name is None:
        return pd.DataFrame(columns=[*COLUMNS, *STATISTICS]), None

    df = pd.read_csv(
        os.path.join(directory, name),
        converters={"list": ast.literal_eval},
    )
    for label, statistic in STATISTICS.items():
        df[label] = [statistic(values) for values in df["list"]]

    _, ax = plt.subplots()
    ax.hist(df["median"])
    ax.set_xlabel("median")
    return df, ax
