from collections import Counter

import matplotlib.pyplot as plt
import pandas as pd
from sklearn.cluster import KMeans


def _repeated(points):
    counts = Counter(points.itertuples(index=False, name=None))
    return Counter({point: count for point, count in counts.items() if count > 1})


def task_func(df, n_clusters=3, random_state=None, n_init=10):
    points = df[["x", "y"]]
    unique = df.loc[~points.duplicated()]

    model = KMeans(
        n_clusters=min(n_clusters, len(unique)),
        random_state=random_state,
        n_init=n_init,
    ).fit(unique[["x", "y"]])
    clustered = unique.assign(cluster=model.labels_)

    ax = clustered.plot.scatter(
        x="x", y="y", c="cluster", colormap="viridis", colorbar=False, title="KMeans Clusters"
    )
    return _repeated(points), clustered, ax
