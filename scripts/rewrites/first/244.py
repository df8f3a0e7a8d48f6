import numpy as np
from scipy.fft import fft
from matplotlib import pyplot as plt


def task_func(original):
    if not original:
        return np.array([]), np.array([]), None

    _, numbers = zip(*original)
    arr = np.asarray(numbers)
    spectrum = fft(arr)

    ax = plt.figure().add_subplot()
    ax.hist(np.absolute(spectrum))
    return arr, spectrum, ax
