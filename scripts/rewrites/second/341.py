import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from pandas.api.types import is_numeric_dtype


class PlotInputError(ValueError):
    """The data handed over cannot be plotted."""


def _numeric(values, top, bottom):
    sns.histplot(values, kde=values.nunique() > 1, ax=top)
    bottom.boxplot(values.dropna(), vert=False)


def _categorical(values, top, bottom):
    counts = values.value_counts(sort=False)
    top.bar(counts.index.astype(str), counts)
    positions = np.arange(len(values))
    bottom.scatter(values.astype(str), positions, alpha=0.6)


def task_func(df, col):
    if not isinstance(df, pd.DataFrame):
        raise PlotInputError('df must be a DataFrame.')
    if df.empty:
        raise PlotInputError('df has no rows.')
    if col not in df:
        raise PlotInputError(f'df has no column named {col!r}.')

    values = df[col]
    fig = plt.figure(figsize=(7, 7))
    top, bottom = fig.add_subplot(211), fig.add_subplot(212)

    draw = _numeric if is_numeric_dtype(values) else _categorical
    draw(values, top, bottom)
    bottom.set_xlabel(col)
    return fig
