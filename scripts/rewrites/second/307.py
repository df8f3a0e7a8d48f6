import random

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns


def _values(sublists):
    """Flatten the sublists, making up five integers wherever one is empty."""
    for sublist in sublists:
        if len(sublist) == 0:
            for _ in range(5):
                yield random.randrange(101)
        else:
            yield from sublist


def task_func(list_of_lists, seed=0):
    random.seed(seed)
    combined = pd.DataFrame({"value": list(_values(list_of_lists))})

    axes = plt.figure().gca()
    sns.histplot(data=combined, x="value", color="steelblue", ax=axes)
    axes.set(xlabel="Value", ylabel="Count", title="Combined values")
    return axes
