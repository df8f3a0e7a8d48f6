import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import make_blobs


def task_func(n_samples=100, centers=3, n_features=2, random_seed=42):
    X, y = make_blobs(n_samples, n_features, centers=centers, random_state=random_seed)

    ax = plt.figure().add_subplot()
    for label in np.unique(y):
        members = X[y == label]
        ordinate = members[:, 1] if n_features > 1 else np.zeros(len(members))
        ax.plot(members[:, 0], ordinate, "o", markersize=4, label=f"cluster {label}")
    ax.set_xlabel("Feature 1")
    ax.set_ylabel("Feature 2")

    return X, y, ax
