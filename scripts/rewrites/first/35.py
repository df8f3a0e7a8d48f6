import matplotlib.pyplot as plt
import seaborn as sns


def task_func(df, target_values=[1, 3, 4]):
    replaced = df.where(df.isin(target_values), 0)

    _, ax = plt.subplots()
    for name, values in replaced.items():
        sns.kdeplot(x=values, ax=ax, label=str(name), warn_singular=False)

    ax.set_xlabel("value")
    if ax.lines:
        ax.legend(title="column")
    return replaced, ax
