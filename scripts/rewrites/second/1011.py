from collections import defaultdict
from numbers import Number
from statistics import fmean

import matplotlib.pyplot as plt
import pandas as pd


class NonNumericColumnError(TypeError):
    """The column to average holds something that is not a number."""


def group_means(keys, values):
    groups = defaultdict(list)
    for key, value in zip(keys, values):
        if not isinstance(value, Number):
            raise NonNumericColumnError(f"not a number: {value!r}")
        if not pd.isna(value):
            groups[key].append(value)
    return {key: fmean(groups[key]) for key in sorted(groups)}


def task_func(csv_file_path, col1_name="column1", col2_name="column2"):
    data = pd.read_csv(csv_file_path)
    means = group_means(data[col1_name].tolist(), data[col2_name].tolist())

    _, ax = plt.subplots()
    positions = range(len(means))
    ax.bar(positions, list(means.values()), color="tab:blue", edgecolor="black")
    ax.set_xticks(positions, labels=[str(key) for key in means])
    ax.set_title(f"Mean of {col2_name} Grouped by {col1_name}")
    ax.set_xlabel(col1_name)
    ax.set_ylabel(f"Mean of {col2_name}")
    return ax
