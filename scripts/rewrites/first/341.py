import pandas as pd
import seaborn as sns
from matplotlib import pyplot as plt
from pandas.api.types import is_numeric_dtype


class NoColumn(ValueError):
    pass


def task_func(df, col):
    if not isinstance(df, pd.DataFrame):
        raise NoColumn("no frame")
    if df.empty or col not in set(df.columns):
        raise NoColumn(col)
    values = df[col]
    figure = plt.figure()
    upper, lower = figure.subplots(2)
    if is_numeric_dtype(values):
        sns.histplot(values, bins=10, kde=len(set(values)) > 1, ax=upper)
        lower.boxplot(values)
    else:
        counts = values.value_counts()
        upper.bar(counts.index.astype(str), counts)
        sns.stripplot(x=values, ax=lower)
    return figure
