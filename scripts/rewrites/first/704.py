import numpy as np
import pandas as pd

# Constants
MIN_PERCENTAGE = 0.75


class ThresholdError(ValueError):
    """The threshold lies outside the closed interval [0, 1]."""


def task_func(data, cols, percentage=MIN_PERCENTAGE):
    if percentage < 0 or percentage > 1:
        raise ThresholdError(f"percentage must be between 0 and 1, got {percentage}")

    strength = pd.DataFrame(data, columns=cols).corr().abs().to_numpy()
    upper = np.triu(strength > percentage, k=1)
    return [(cols[i], cols[j]) for i, j in np.argwhere(upper)]
