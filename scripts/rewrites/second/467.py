import operator
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np


class Point(NamedTuple):
    x: float
    y: float

    def __repr__(self):
        return f'({self.x!r}, {self.y!r})'


def random_points(n, seed):
    try:
        count = operator.index(n)
    except TypeError:
        raise TypeError(f'n must be an integer, not {n!r}') from None
    if count < 0:
        raise ValueError('n must not be negative')

    np.random.seed(seed)
    xs, ys = (np.random.uniform(size=count) for _ in 'xy')
    return [Point(float(x), float(y)) for x, y in zip(xs, ys)]


def task_func(n, seed=0):
    points = random_points(n, seed)

    figure, axes = plt.subplots()
    axes.plot(
        [point.x for point in points],
        [point.y for point in points],
        linestyle='',
        marker='o',
    )
    plt.setp(axes, title='Scatter plot of random points', xlabel='X', ylabel='Y')
    return figure, points
