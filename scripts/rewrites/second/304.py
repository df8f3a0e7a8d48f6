import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.decomposition import PCA

AXES_TEXT = {
    'title': 'Explained Variance Ratio of Principal Components',
    'xlabel': 'Principal Component',
    'ylabel': 'Explained Variance Ratio',
}


def values_by_date(df):
    """One row per date, one column per place in the lists."""
    dates = pd.DatetimeIndex(pd.to_datetime(df['Date']), name='Date')
    return pd.DataFrame(df['Value'].to_list(), index=dates)


def bar_chart(heights):
    figure = plt.figure()
    ax = figure.add_subplot(**AXES_TEXT)
    ax.bar(np.arange(heights.size), heights, width=0.6)
    return ax


def task_func(df):
    if len(df) == 0:
        return 0, 0

    table = values_by_date(df)
    ratios = PCA().fit(table.to_numpy()).explained_variance_ratio_
    return ratios, bar_chart(ratios)
