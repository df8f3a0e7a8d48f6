import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from sklearn.datasets import load_iris

TITLE = 'Iris Dataset Pair Plot'


def _iris_frame():
    bunch = load_iris()
    species = pd.Categorical.from_codes(bunch.target, bunch.target_names)
    return (
        pd.DataFrame(bunch.data, columns=bunch.feature_names)
        .assign(species=species)
    )


def task_func():
    plt.rcParams['font.family'] = 'Arial'

    grid = sns.PairGrid(_iris_frame(), hue='species', height=2.2)
    grid.map_diag(sns.histplot)
    grid.map_offdiag(sns.scatterplot)
    grid.add_legend()

    figure = grid.figure
    figure.suptitle(TITLE, y=1.02)
    return figure
