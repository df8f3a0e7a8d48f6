from typing import Optional

import pandas as pd
import statsmodels.api as sm

Results = sm.regression.linear_model.RegressionResultsWrapper


def select_rows(df: pd.DataFrame, height: int, weight: int, columns: list) -> pd.DataFrame:
    _, height_column, weight_column, *_ = columns
    return (
        df[columns]
        .loc[lambda rows: rows[height_column] > height]
        .loc[lambda rows: rows[weight_column] < weight]
    )


def task_func(df: pd.DataFrame, height: int, weight: int, columns: list) -> Optional[Results]:
    if df.empty:
        return None
    rows = select_rows(df, height, weight, columns)
    if not len(rows):
        return None

    y = rows.pop(columns[0])
    rows.insert(0, 'const', 1.0)
    return sm.OLS(y, rows).fit()
