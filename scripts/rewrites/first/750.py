import pandas as pd
import statsmodels.api as sm


def task_func(df: pd.DataFrame, height: int, weight: int, columns: list) -> sm.regression.linear_model.RegressionResultsWrapper:
    target, *predictors = columns
    tall_enough = df[predictors[0]].gt(height)
    light_enough = df[predictors[1]].lt(weight)

    subset = df.loc[tall_enough & light_enough, columns]
    if subset.empty:
        return None

    design = sm.add_constant(subset[predictors])
    return sm.OLS(endog=subset[target], exog=design).fit()
