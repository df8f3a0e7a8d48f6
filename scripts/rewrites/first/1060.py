import matplotlib.pyplot as plt
import pandas as pd

NO_DATA = "The DataFrame is empty or the specified column has no data."


def _values(df, column_name):
    if column_name not in df:
        return pd.Series(dtype=object)
    return df[column_name].dropna()


def task_func(df: pd.DataFrame, column_name: str) -> (str, plt.Axes):
    values = _values(df, column_name)
    title = f"Distribution of values in {column_name}"
    _, ax = plt.subplots()

    if values.empty:
        ax.set_title(f"{title} (No Data)")
        return NO_DATA, ax

    frequencies = values.value_counts()
    negation = "" if frequencies.nunique() == 1 else "not "

    ax.hist(values, bins=len(frequencies), edgecolor="black", alpha=0.7)
    ax.set(title=title, xlabel="Values", ylabel="Frequency")
    return f"The distribution of values is {negation}uniform.", ax
