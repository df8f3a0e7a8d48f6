import numpy as np
import pandas as pd
import statsmodels.api as sm

PREDICTORS = list("ABCD")
TARGET = "Response"


class InvalidTableError(ValueError):
    pass


def _validate(rows):
    if not rows:
        raise InvalidTableError("The input list is empty.")
    width = len(PREDICTORS) + 1
    for number, row in enumerate(rows):
        if len(row) != width:
            raise InvalidTableError(f"Row {number} has {len(row)} elements instead of {width}.")


def task_func(
    array: list, random_seed: int = 0
) -> (pd.DataFrame, sm.regression.linear_model.RegressionResultsWrapper):
    np.random.seed(random_seed)
    _validate(array)

    df = pd.DataFrame(array, columns=[*PREDICTORS, TARGET])
    if df.select_dtypes("number").shape != df.shape:
        raise InvalidTableError("All elements must be numeric.")

    design = df[PREDICTORS].assign(const=1.0)
    return df, sm.OLS(df[TARGET], design).fit()
