import matplotlib.pyplot as plt
import pandas as pd
from sklearn.preprocessing import minmax_scale

COLUMN_NAMES = list("ABCDEFGH")


def task_func(data):
    df = pd.DataFrame(minmax_scale(data), columns=COLUMN_NAMES)
    df.insert(len(COLUMN_NAMES), "Average", df.to_numpy().mean(axis=1))

    _, ax = plt.subplots()
    ax.bar(df.index, df["Average"], color="lightgray")
    ax.plot(df.index, df["Average"], color="tab:blue", marker=".")
    ax.set_ylabel("Average")
    return df, ax
