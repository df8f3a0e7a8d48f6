import numpy as np


class BadRange(ValueError):
    """The bounds are the wrong way round."""


def task_func(shape=(3, 3), low=1, high=10, seed=None):
    if not high > low:
        raise BadRange(f"{high} is not above {low}")
    if seed is not None:
        np.random.seed(seed)
    matrix = np.random.randint(low, high, size=shape)
    flat = matrix.ravel()
    pairs = (flat.sum() ** 2 - (flat**2).sum()) // 2
    return pairs, matrix
