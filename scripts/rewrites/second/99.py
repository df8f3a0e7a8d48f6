import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from sklearn.datasets import load_iris


def task_func():
    sns.set_theme(style="ticks", font="Arial")

    dataset = load_iris(as_frame=True)
    names = dict(enumerate(dataset.target_names))
    table = pd.concat(
        [dataset.data, dataset.target.map(names).rename("species")], axis="columns"
    )

    sns.pairplot(table, hue="species", height=2, diag_kind="hist", plot_kws={"s": 18})
    fig = plt.gcf()
    fig.suptitle("Iris Dataset Pair Plot")
    fig.subplots_adjust(top=0.94)
    return fig
