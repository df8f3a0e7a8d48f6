import numbers

import numpy as np
import pandas as pd
import statsmodels.api as sm

FIELDS = ("A", "B", "C", "D", "Response")


def to_columns(rows):
    """Turn the checked rows into a mapping of column name to values."""
    columns = {field: [] for field in FIELDS}
    for row in rows:
        if len(row) != len(FIELDS):
            raise ValueError(f"Expected {len(FIELDS)} values per row: {row!r}")
        for field, value in zip(FIELDS, row):
            if not isinstance(value, numbers.Number):
                raise ValueError(f"Not a number in column {field}: {value!r}")
            columns[field].append(value)
    return columns


def task_func(
    array: list, random_seed: int = 0
) -> (pd.DataFrame, sm.regression.linear_model.RegressionResultsWrapper):
    if len(array) == 0:
        raise ValueError("Cannot fit a regression without data")
    np.random.seed(random_seed)

    df = pd.DataFrame.from_dict(to_columns(array))
    *predictors, response = FIELDS
    formula = f"{response} ~ {' + '.join(predictors)}"
    results = sm.OLS.from_formula(formula, data=df).fit()
    return df, results
