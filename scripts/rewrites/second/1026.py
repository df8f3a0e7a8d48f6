import math
import statistics
from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
from scipy.stats import ttest_ind

SIGNIFICANCE_LEVEL = 0.05
VARIANCE_THRESHOLD = 1e-8


class UnusableGroupError(ValueError):
    """A group that a t-test cannot be performed on."""


class TooFewValuesError(UnusableGroupError):
    pass


class TooLittleVarianceError(UnusableGroupError):
    pass


@dataclass(frozen=True)
class Group:
    name: str
    values: tuple

    @classmethod
    def of(cls, name, numbers):
        return cls(name, tuple(float(n) for n in numbers if not math.isnan(n)))

    def check(self):
        if len(self.values) < 2:
            raise TooFewValuesError(
                f'{self.name} has {len(self.values)} usable value(s), two are needed'
            )
        if statistics.pvariance(self.values) < VARIANCE_THRESHOLD:
            raise TooLittleVarianceError(f'the values of {self.name} hardly differ')

    def stats(self):
        return {
            'mean': statistics.fmean(self.values),
            'std': statistics.pstdev(self.values),
        }


def draw_boxplot(ax, groups):
    for position, group in enumerate(groups, start=1):
        ax.boxplot(group.values, positions=[position])
    ax.set_xticks(range(1, len(groups) + 1), [group.name for group in groups])


def draw_histograms(ax, groups):
    everything = [value for group in groups for value in group.values]
    edges = np.histogram_bin_edges(everything, bins='auto')
    for group in groups:
        ax.hist(group.values, bins=edges, histtype='stepfilled', alpha=0.5, label=group.name)
    ax.legend(loc='best')


def task_func(kwargs):
    groups = [Group.of(name, kwargs.get(name, [])) for name in ('group1', 'group2')]
    for group in groups:
        group.check()

    one, two = groups
    _, p_value = ttest_ind(one.values, two.values, nan_policy='omit')

    fig = plt.figure(figsize=(8, 10))
    ax_boxplot, ax_histogram = fig.subplots(2)
    draw_boxplot(ax_boxplot, groups)
    draw_histograms(ax_histogram, groups)

    return {
        'significant': bool(p_value < SIGNIFICANCE_LEVEL),
        'group1_stats': one.stats(),
        'group2_stats': two.stats(),
        'ax_boxplot': ax_boxplot,
        'ax_histogram': ax_histogram,
    }
