import math
from itertools import combinations, starmap


def task_func(array1, array2):
    try:
        points = list(zip(array1, array2, strict=True))
    except ValueError:
        raise ValueError("array1 and array2 must be of equal length") from None

    return max(starmap(math.dist, combinations(points, 2)), default=0)
