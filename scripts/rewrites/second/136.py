import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.utils.extmath import svd_flip

LABELS = ('Principal Component 1', 'Principal Component 2')


def project(values, n_components):
    """Coordinates of the rows along the directions of largest variance."""
    centred = values - values.mean(axis=0)
    left, singular, right = np.linalg.svd(centred, full_matrices=False)
    left, _ = svd_flip(left, right)
    if len(singular) < n_components:
        raise ValueError(f'at least {n_components} rows and columns are needed')
    return left[:, :n_components] * singular[:n_components]


def draw(points):
    fig, ax = plt.subplots()
    ax.plot(points[:, 0], points[:, 1], linestyle='none', marker='o')
    ax.set(title='2 Component PCA', xlabel=LABELS[0], ylabel=LABELS[1])
    return ax


def task_func(df):
    if not isinstance(df, pd.DataFrame) or df.empty:
        raise ValueError('a non-empty DataFrame is required')

    points = project(df.to_numpy(dtype=float), len(LABELS))
    return pd.DataFrame(dict(zip(LABELS, points.T))), draw(points)
