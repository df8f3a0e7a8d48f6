import re
from typing import NamedTuple, Optional

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from scipy import stats


class NameReport(NamedTuple):
    frequencies: pd.Series
    plot: Optional[Axes]
    skewness: Optional[float]
    kurtosis: Optional[float]


def outside_brackets(text):
    """The stretches of text that lie outside square brackets."""
    stretch, depth = [], 0
    for char in text:
        if char == '[':
            depth += 1
            if depth == 1:
                yield ''.join(stretch)
                stretch.clear()
        elif char == ']' and depth:
            depth -= 1
        elif not depth:
            stretch.append(char)
    yield ''.join(stretch)


def tidy(name):
    return re.sub(r'\s+', ' ', name).strip()


def shape(frequencies):
    moments = stats.describe(frequencies)
    for moment in (moments.skewness, moments.kurtosis):
        yield moment if np.isfinite(moment) else None


def task_func(text):
    names = list(filter(None, map(tidy, outside_brackets(text))))
    if not names:
        return NameReport(pd.Series(dtype=int), None, None, None)

    frequencies = pd.Series(1, index=names).groupby(level=0, sort=False).sum()
    plot = frequencies.plot.bar(ax=plt.figure().gca(), rot=45)
    plot.set_title('Name Frequencies')
    plot.set_ylabel('Count')
    return NameReport(frequencies, plot, *shape(frequencies.to_numpy()))
