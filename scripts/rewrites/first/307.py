import random
from itertools import chain

import matplotlib.pyplot as plt
import seaborn as sns

FILL_COUNT = 5


def task_func(list_of_lists, seed=0):
    rng = random.Random(seed)

    def filled(sublist):
        return sublist or [rng.randint(0, 100) for _ in range(FILL_COUNT)]

    values = list(chain.from_iterable(map(filled, list_of_lists)))
    _, ax = plt.subplots()
    return sns.histplot(x=values, ax=ax)
