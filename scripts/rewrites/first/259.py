import numpy as np
from matplotlib.axes import Axes


class NotAnAxesError(ValueError):
    pass


class NegativeCountError(ValueError):
    pass


def task_func(ax, num_points):
    if not isinstance(ax, Axes):
        raise NotAnAxesError(f"expected a matplotlib Axes, got {type(ax).__name__}")
    if num_points < 0:
        raise NegativeCountError(f"num_points must not be negative, got {num_points}")

    angles = np.random.uniform(0.0, 2.0 * np.pi, num_points)
    radii = np.random.uniform(size=num_points)
    ax.plot(angles, radii, marker="o", linestyle="none")
    ax.set_rlabel_position(num_points / 10)
    return ax
