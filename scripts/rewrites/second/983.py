import numpy as np
import pandas as pd
import seaborn as sns


def _require_numeric(df):
    if not len(df) or not len(df.columns):
        raise ValueError("Need a DataFrame with at least one row and one column.")
    for name, kind in df.dtypes.items():
        if not (isinstance(kind, np.dtype) and kind.kind in "iufc"):
            raise TypeError(f"Column {name!r} is not numeric: {kind}.")


def _covariance(df):
    """Covariance of each pair of columns over the rows where both are known."""
    size = df.shape[1]
    matrix = np.empty((size, size))
    for row in range(size):
        for column in range(row, size):
            value = df.iloc[:, row].cov(df.iloc[:, column])
            matrix[row, column] = matrix[column, row] = value
    return pd.DataFrame(matrix, index=df.columns, columns=df.columns)


def task_func(df):
    _require_numeric(df)
    return _covariance(df), sns.pairplot(df, diag_kind="hist", height=2)
