import matplotlib.axes
import numpy as np

FULL_TURN = 2 * np.pi


def _check(ax, num_points):
    problem = None
    if not isinstance(ax, matplotlib.axes.Axes):
        problem = "ax has to be a matplotlib Axes"
    elif not hasattr(ax, "set_rlabel_position"):
        problem = "ax has to use the polar projection"
    elif num_points < 0:
        problem = "num_points cannot be negative"
    if problem:
        raise ValueError(problem)


def task_func(ax, num_points):
    _check(ax, num_points)

    # first column: fraction of a full turn, second column: distance from the centre
    points = np.random.random_sample((num_points, 2)) * (FULL_TURN, 1)
    ax.scatter(*points.T, c=points[:, 1], s=25, alpha=0.75)
    ax.set_rlabel_position(num_points / 10)

    return ax
