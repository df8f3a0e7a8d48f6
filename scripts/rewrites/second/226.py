import math
from itertools import tee

import numpy as np
import matplotlib.pyplot as plt

TITLE = "Exponential Function Plot"


class ExponentialCurve:
    """The points (x, e^x) for evenly spaced x."""

    def __init__(self, start, end, step):
        if step == 0:
            raise ValueError("step must not be zero")
        self.count = max(0, math.ceil((end - start) / step))
        self.start = start
        self.step = step

    def __iter__(self):
        grid = self.start + self.step * np.arange(self.count)
        return zip(grid, map(math.exp, grid))


def scatter_each(points, axes):
    for x, y in points:
        axes.scatter([x], [y], c="blue", s=20)


def task_func(range_start=0, range_end=10, step=0.1):
    curve = ExponentialCurve(range_start, range_end, step)
    for_plot, for_caller = tee(curve)

    _, axes = plt.subplots()
    scatter_each(for_plot, axes)
    axes.set_title(TITLE)
    axes.set_xlabel("x")
    axes.set_ylabel("e^x")

    return (point for point in for_caller), axes
