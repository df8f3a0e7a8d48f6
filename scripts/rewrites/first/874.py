from itertools import pairwise
from numbers import Number

from scipy.spatial import distance


def _as_point(value):
    if isinstance(value, Number):
        return value, value
    if len(value) == 1:
        return value[0], value[0]
    return tuple(value)


def task_func(points):
    return [float(distance.euclidean(a, b)) for a, b in pairwise(map(_as_point, points))]
