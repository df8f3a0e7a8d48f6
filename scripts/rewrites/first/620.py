from math import prod

import numpy as np
import pandas as pd

# Constants
RANGE = (1, 100)


def task_func(L):
    shape = tuple(map(prod, L[:2]))
    generator = np.random.default_rng()
    return pd.DataFrame(generator.integers(*RANGE, size=shape, endpoint=True))
