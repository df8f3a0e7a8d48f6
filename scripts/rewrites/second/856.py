from functools import reduce
from itertools import combinations, starmap
from operator import add, mul

import numpy as np


class EmptyRangeError(ValueError):
    def __init__(self, low, high):
        super().__init__(f"high ({high}) must be greater than low ({low})")


def task_func(shape=(3, 3), low=1, high=10, seed=None):
    if high <= low:
        raise EmptyRangeError(low, high)

    matrix = np.random.RandomState(seed).randint(low, high, size=shape)
    pairs = combinations(matrix.ravel().tolist(), 2)
    return reduce(add, starmap(mul, pairs), 0), matrix
