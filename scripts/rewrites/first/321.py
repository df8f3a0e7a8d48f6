import math
import re
from collections import Counter

import matplotlib.pyplot as plt
import pandas as pd
from scipy import stats

ADDRESS = re.compile(r"\[[^\]]*\]")


def _names(text):
    for piece in ADDRESS.split(text):
        name = piece.strip()
        if name:
            yield name


def _number_or_none(value):
    return None if math.isnan(value) else float(value)


def task_func(text):
    counts = Counter(_names(text))
    name_freqs = pd.Series(dict(counts.most_common()), dtype="int64")
    if name_freqs.empty:
        return name_freqs, None, None, None

    _, ax = plt.subplots()
    ax.bar(list(name_freqs.index), name_freqs.tolist())
    ax.set_title("Name Frequencies")
    ax.tick_params(axis="x", rotation=90)

    values = name_freqs.to_numpy()
    return (
        name_freqs,
        ax,
        _number_or_none(stats.skew(values)),
        _number_or_none(stats.kurtosis(values)),
    )
