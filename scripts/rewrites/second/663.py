import matplotlib.pyplot as plt
import numpy as np
from scipy.optimize import curve_fit


def decay(x, a, b, c):
    return c + a / np.exp(b * x)


def fit(abscissae, ordinates):
    """Return the curve through the data as a function of x alone."""
    best, _ = curve_fit(decay, abscissae, ordinates)
    return lambda x: decay(x, *best)


def task_func(x, y, labels):
    lengths = {len(x), len(y), len(labels)}
    if 0 in lengths:
        raise ValueError('nothing to fit')
    if len(lengths) > 1:
        raise ValueError('every dataset needs x-values, y-values and a label')

    curves = list(map(fit, x, y))

    figure, plot_area = plt.subplots()
    handles = []
    for xs, curve in zip(x, curves):
        steps = np.linspace(np.min(xs), np.max(xs), 50)
        handles += plot_area.plot(steps, curve(steps))
    plot_area.legend(handles, labels)
    return figure
