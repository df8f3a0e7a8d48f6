import random
import matplotlib.pyplot as plt
import seaborn as sns


def users(result):
    for each in result:
        try:
            yield each["from_user"]
        except KeyError:
            continue


def task_func(result, colors=["b", "g", "r", "c", "m", "y", "k"]):
    values = list(users(result))
    plt.figure()
    sns.histplot(values, color=random.choice(colors))
    plt.show()
