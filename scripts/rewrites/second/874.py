from itertools import islice

import numpy as np
from scipy.spatial import distance


def to_coordinates(point):
    """A single number stands for both coordinates."""
    return np.broadcast_to(np.asarray(point, dtype=float).ravel(), 2)


def task_func(points):
    distances = []
    if len(points) > 1:
        previous = to_coordinates(points[0])
        for point in islice(points, 1, None):
            current = to_coordinates(point)
            distances.append(float(distance.minkowski(previous, current, p=2)))
            previous = current
    return distances
