from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy
from matplotlib.axes import Axes
from sklearn.datasets import make_blobs


class Blobs(NamedTuple):
    X: numpy.ndarray
    y: numpy.ndarray
    ax: Axes


def task_func(n_samples=100, centers=3, n_features=2, random_seed=42):
    settings = dict(
        n_samples=n_samples,
        centers=centers,
        n_features=n_features,
        random_state=random_seed,
    )
    points, labels = make_blobs(**settings)

    _, axes = plt.subplots()
    first, *others = points.T
    second = others[0] if others else numpy.zeros_like(first)
    axes.scatter(first, second, c=labels, cmap="viridis", edgecolors="k", linewidths=0.3)
    axes.set(title=f"{centers} Gaussian blobs", xlabel="x0", ylabel="x1")
    return Blobs(points, labels, axes)
