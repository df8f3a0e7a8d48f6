from random import uniform

import numpy as np
import pandas as pd

DECIMALS = 3


def task_func(n_data_points=1000, min_value=0.0, max_value=10.0, column_name='Value'):
    draws = (uniform(min_value, max_value) for _ in range(n_data_points))
    raw = np.fromiter(draws, dtype=float, count=n_data_points)
    scale = 10 ** DECIMALS
    return pd.DataFrame({column_name: np.trunc(raw * scale) / scale})
