import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns


def task_func(P, T):
    for argument in (P, T):
        if not isinstance(argument, np.ndarray):
            raise TypeError(f"expected numpy arrays, got {type(argument).__name__}")

    product = np.einsum("mk,kij->mij", P, T)

    _, ax = plt.subplots()
    sns.heatmap(product.sum(axis=2), ax=ax)
    return product, ax
