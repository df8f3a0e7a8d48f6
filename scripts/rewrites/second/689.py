import numpy as np
from scipy import stats


def shapiro_p(values):
    _, p = stats.shapiro(values)
    return p


def task_func(df):
    p_values = np.apply_along_axis(shapiro_p, 0, df.to_numpy(dtype=float))
    return dict(zip(df.columns, p_values.tolist()))
