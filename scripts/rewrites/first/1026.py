import matplotlib.pyplot as plt
import numpy as np
from scipy.stats import ttest_ind

ALPHA = 0.05
MIN_VARIANCE = 1e-8
GROUPS = ("group1", "group2")


def _clean(kwargs, name):
    values = np.asarray(kwargs.get(name, ()), dtype=float)
    values = values[~np.isnan(values)]
    if values.size == 0:
        raise ValueError(f"{name} is empty or contains only NaN values.")
    if values.size == 1:
        raise ValueError(f"{name} needs at least two values that are not NaN.")
    if values.var() < MIN_VARIANCE:
        raise ValueError(f"The variance of {name} is too low.")
    return values


def _plot(samples):
    _, axes = plt.subplots(nrows=1, ncols=2, figsize=(12, 5))
    axes[0].boxplot(list(samples.values()))
    axes[0].set_xticklabels(samples)
    axes[1].hist(list(samples.values()), label=list(samples), alpha=0.7)
    axes[1].legend()
    return axes


def task_func(kwargs):
    samples = {name: _clean(kwargs, name) for name in GROUPS}
    test = ttest_ind(*samples.values(), nan_policy="omit")

    result = {"significant": bool(test.pvalue < ALPHA)}
    for name, values in samples.items():
        result[f"{name}_stats"] = {"mean": values.mean(), "std": values.std()}
    result["ax_boxplot"], result["ax_histogram"] = _plot(samples)
    return result
