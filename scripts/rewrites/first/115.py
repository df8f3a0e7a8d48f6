import numpy as np
from scipy.stats import entropy


class EmptyListError(ValueError):
    """There is neither a mode nor an entropy without any numbers."""


def task_func(numbers):
    if not len(numbers):
        raise EmptyListError("numbers must not be empty")

    array = np.asarray(numbers)
    values, counts = np.unique(array, return_counts=True)
    return {
        "array": array,
        "mode": values[counts.argmax()],
        "entropy": entropy(array, base=2),
    }
