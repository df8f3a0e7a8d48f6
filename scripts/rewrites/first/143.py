import numpy as np
from matplotlib import pyplot


class Line:
    def __init__(self, slope, offset):
        self.slope, self.offset = slope, offset

    def at(self, x):
        return self.slope * x + self.offset

    def __str__(self):
        return f"y={self.slope}x+{self.offset}"


def task_func():
    line = Line(2, 1)
    axes = pyplot.gca()
    axes.clear()
    xs = np.arange(-10, 10.01, 0.1)
    axes.plot(xs, [line.at(x) for x in xs], color="r", label=str(line))
    axes.plot(2, line.at(2), "go", label="Solution at x=2")
    axes.set(
        title=f"Solution of the equation {line} at x=2", xlabel="x", ylabel="y", xlim=(-10, 10)
    )
    axes.legend()
    return axes
