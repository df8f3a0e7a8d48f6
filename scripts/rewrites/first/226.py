import math

import matplotlib.pyplot as plt
import numpy as np


def exponential(xs):
    for x in xs:
        yield x, math.exp(x)


def task_func(range_start=0, range_end=10, step=0.1):
    xs = np.arange(range_start, range_end, step).tolist()

    fig = plt.figure()
    ax = fig.add_subplot(111)
    for point in exponential(xs):
        ax.plot(*point, marker="o", color="b")

    ax.set(title="Exponential Function Plot", xlabel="x", ylabel="e^x")
    return exponential(xs), ax
