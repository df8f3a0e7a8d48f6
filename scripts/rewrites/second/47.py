import numpy as np
import pandas as pd
import seaborn as sns
import matplotlib.pyplot as plt
from pandas.api.types import is_numeric_dtype
from sklearn.preprocessing import StandardScaler


def _fill_gaps(values):
    values = values.astype(float)
    missing = np.isnan(values)
    if missing.any() and not missing.all():
        values[missing] = values[~missing].mean()
    return values


def _standardize(column):
    """One column in, the same column with zero mean and unit variance out."""
    values = _fill_gaps(column.to_numpy(copy=True))
    scaled = StandardScaler().fit_transform(values[:, np.newaxis])
    return pd.Series(scaled.ravel(), index=column.index, name=column.name)


def task_func(df):
    columns = []
    numeric_names = []
    for name in df:
        if is_numeric_dtype(df[name]):
            columns.append(_standardize(df[name]))
            numeric_names.append(name)
        else:
            columns.append(df[name])
    result = pd.concat(columns, axis="columns")

    correlations = np.atleast_2d(np.corrcoef(result[numeric_names], rowvar=False))
    plt.figure()
    heatmap = sns.heatmap(
        correlations,
        cmap="vlag",
        center=0,
        annot=True,
        xticklabels=numeric_names,
        yticklabels=numeric_names,
    )
    heatmap.set_title("Correlation matrix")
    return result, heatmap
