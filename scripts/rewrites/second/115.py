from collections import Counter
from math import log

import numpy as np
from scipy.special import entr


def _most_common(values):
    """The most frequent value; the smallest of them when several tie."""
    frequencies = Counter(values)
    highest = max(frequencies.values())
    return min(value for value, count in frequencies.items() if count == highest)


def _entropy_bits(weights):
    shares = weights / weights.sum()
    return float(entr(shares).sum() / log(2))


def task_func(numbers):
    summary = {'array': np.array(numbers)}
    if summary['array'].size == 0:
        raise ValueError("Cannot describe an empty list of numbers.")

    summary.update(
        mode=_most_common(summary['array'].tolist()),
        entropy=_entropy_bits(summary['array']),
    )
    return summary
