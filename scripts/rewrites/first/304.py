import matplotlib.pyplot as plt
import numpy as np
import pandas as pd


def task_func(df):
    if not len(df):
        return 0, 0
    values = np.array(df["Value"].tolist(), dtype=float)
    centred = values - values.mean(axis=0)
    squares = np.linalg.svd(centred, compute_uv=False) ** 2
    ratio = squares / squares.sum()
    axes = plt.figure().add_subplot()
    pd.Series(ratio).plot.bar(ax=axes)
    axes.set_title("Explained Variance Ratio of Principal Components")
    axes.set_xlabel("Principal Component")
    axes.set_ylabel("Explained Variance Ratio")
    return ratio, axes
