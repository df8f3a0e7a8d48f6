import random
import matplotlib.pyplot as plt
import seaborn as sns

KEY = "from_user"


def collect(result):
    """Yield the users of those entries that name one."""
    for entry in result:
        try:
            yield entry[KEY]
        except KeyError:
            continue


def task_func(result, colors=['b', 'g', 'r', 'c', 'm', 'y', 'k']):
    fig, ax = plt.subplots()
    sns.histplot(x=list(collect(result)), color=random.choice(colors), ax=ax)
    ax.set_xlabel(KEY)
    plt.show()
