import numpy as np
from scipy import stats


def task_func(df):
    return {
        name: stats.shapiro(np.asarray(column)).pvalue
        for name, column in df.items()
    }
