import matplotlib.pyplot as plt
import numpy as np


def task_func(n, seed=0):
    rng = np.random.RandomState(seed)
    coordinates = rng.random_sample((2, n))

    fig = plt.figure()
    ax = fig.add_subplot(
        title="Scatter plot of random points",
        xlabel="X",
        ylabel="Y",
    )
    ax.scatter(*coordinates)

    return fig, [tuple(point) for point in coordinates.T.tolist()]
