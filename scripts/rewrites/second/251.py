from collections import Counter

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd


def _palette(n):
    return plt.cm.viridis(np.linspace(0.1, 0.9, n))


def _slices(jobs):
    """Labels and sizes of the slices, the largest slice first."""
    ranked = Counter(jobs).most_common()
    if not ranked:
        return (), ()
    return tuple(zip(*ranked))


def task_func(data):
    match data:
        case pd.DataFrame():
            jobs = data['Job'].tolist()
        case _:
            raise ValueError('A DataFrame with a Job column is needed.')

    labels, sizes = _slices(jobs)

    fig, ax = plt.subplots(subplot_kw={'aspect': 'equal'})
    wedges, *_ = ax.pie(sizes, colors=_palette(len(sizes)), autopct='%1.1f%%')
    if wedges:
        ax.legend(wedges, labels, title='Job', loc='center left', bbox_to_anchor=(1, 0.5))
    return fig
