import numpy as np
from scipy.fft import fft
from matplotlib import pyplot as plt


def plot_magnitudes(values):
    fig, ax = plt.subplots()
    counts, edges = np.histogram(np.hypot(values.real, values.imag), bins=10)
    ax.hist(edges[:-1], bins=edges, weights=counts)
    ax.set(title="FFT magnitudes", xlabel="Magnitude", ylabel="Frequency")
    return ax


def task_func(original):
    numbers = []
    for _, number in original:
        numbers.append(number)

    arr = np.array(numbers)
    if len(arr):
        transformed = fft(arr)
        return arr, transformed, plot_magnitudes(transformed)
    return arr, np.empty(0), None
