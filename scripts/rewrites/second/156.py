import string

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

N_FEATURES = 8


class RowAverages:
    """A min-max scaled data set and the average of each of its rows."""

    def __init__(self, data):
        values = np.asarray(data, dtype=float)
        lowest = values.min(axis=0)
        spread = values.max(axis=0) - lowest
        spread[spread == 0] = 1.0  # a constant column becomes all zeros
        self.scaled = (values - lowest) / spread

    @property
    def frame(self):
        columns = list(string.ascii_uppercase[:N_FEATURES])
        df = pd.DataFrame(self.scaled, columns=columns)
        df["Average"] = df[columns].sum(axis=1).div(N_FEATURES)
        return df


def task_func(data):
    df = RowAverages(data).frame

    ax = plt.figure().add_subplot()
    df.plot(y="Average", ax=ax, legend=False, title="Average of each row")
    return df, ax
