import numpy as np
import pandas as pd

# Constants
RANGE = (1, 100)


def task_func(L):
    (a, b), (c, d) = L
    rows, columns = a * b, c * d

    lowest, highest = RANGE
    cells = np.random.choice(np.arange(lowest, highest + 1), size=rows * columns)
    return pd.DataFrame(cells.reshape(rows, columns))
