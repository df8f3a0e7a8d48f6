from collections import Counter, defaultdict

import matplotlib.pyplot as plt
import numpy as np
from sklearn.cluster import KMeans

COORDINATES = ['x', 'y']


class PointIndex:
    """Remembers in which rows of a frame each point occurs."""

    def __init__(self, df):
        self._rows = defaultdict(list)
        for row, point in enumerate(zip(*(df[name].tolist() for name in COORDINATES))):
            self._rows[point].append(row)

    @property
    def first_rows(self):
        return [rows[0] for rows in self._rows.values()]

    @property
    def duplicates(self):
        counter = Counter()
        for point, rows in self._rows.items():
            if len(rows) > 1:
                counter[point] = len(rows)
        return counter


def plot_clusters(frame):
    _, ax = plt.subplots()
    for label, members in frame.groupby('cluster'):
        ax.scatter(members['x'], members['y'], label=f'cluster {label}')
    ax.legend()
    ax.set(title='KMeans Clusters', xlabel='x', ylabel='y')
    return ax


def task_func(df, n_clusters=3, random_state=None, n_init=10):
    index = PointIndex(df)
    unique = df.iloc[index.first_rows].copy()

    kmeans = KMeans(min(n_clusters, len(unique)), random_state=random_state, n_init=n_init)
    kmeans.fit(unique[COORDINATES])
    unique['cluster'] = kmeans.predict(unique[COORDINATES])

    return index.duplicates, unique, plot_clusters(unique)
