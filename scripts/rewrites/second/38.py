from typing import NamedTuple

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from sklearn.preprocessing import StandardScaler

# Constants
FEATURE_NAMES = ["Feature 1", "Feature 2", "Feature 3", "Feature 4", "Feature 5"]
MEAN_COLUMN = "Mean"
PLOT_TITLE = "Distribution of Means"


class MeansReport(NamedTuple):
    table: pd.DataFrame
    axes: Axes


def task_func(data_matrix):
    scaler = StandardScaler()
    scaler.fit(data_matrix)
    z_scores = scaler.transform(data_matrix)

    row_means = z_scores.sum(axis=1) / len(FEATURE_NAMES)
    table = pd.DataFrame(
        np.column_stack((z_scores, row_means)),
        columns=[*FEATURE_NAMES, MEAN_COLUMN],
    )

    figure = plt.figure()
    axes = figure.add_subplot(1, 1, 1)
    table[MEAN_COLUMN].plot.hist(ax=axes)
    axes.set_title(PLOT_TITLE)
    axes.set_xlabel(MEAN_COLUMN)

    return MeansReport(table, axes)
