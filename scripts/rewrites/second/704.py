import math
from itertools import combinations

# Constants
MIN_PERCENTAGE = 0.75


def pearson(first, second):
    """Correlation of two equally long sequences, NaN where one is constant."""
    mean_1 = math.fsum(first) / len(first)
    mean_2 = math.fsum(second) / len(second)
    deviations = [(a - mean_1, b - mean_2) for a, b in zip(first, second)]

    spread_1 = math.fsum(a * a for a, _ in deviations)
    spread_2 = math.fsum(b * b for _, b in deviations)
    if not spread_1 or not spread_2:
        return math.nan
    together = math.fsum(a * b for a, b in deviations)
    return max(-1.0, min(1.0, together / math.sqrt(spread_1 * spread_2)))


def task_func(data, cols, percentage):
    if not 0 <= percentage <= 1:
        raise ValueError('The threshold has to be a number from 0 to 1.')
    if any(len(row) != len(cols) for row in data):
        raise ValueError('Each row needs one value per column.')

    series = list(zip(cols, zip(*data)))
    pairs = []
    for (name_1, values_1), (name_2, values_2) in combinations(series, 2):
        if abs(pearson(values_1, values_2)) > percentage:
            pairs.append((name_1, name_2))
    return pairs
