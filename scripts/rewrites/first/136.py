import matplotlib.pyplot as plt
import pandas as pd
from sklearn.decomposition import PCA

N_COMPONENTS = 2


class InvalidFrameError(ValueError):
    """The argument is not a DataFrame with data in it."""


def _check(df):
    if not isinstance(df, pd.DataFrame):
        raise InvalidFrameError(f"Expected a DataFrame, got {type(df).__name__}.")
    if not df.size:
        raise InvalidFrameError("The DataFrame holds no data.")


def task_func(df):
    _check(df)

    names = [f"Principal Component {i + 1}" for i in range(N_COMPONENTS)]
    model = PCA(n_components=N_COMPONENTS).fit(df)
    scores = pd.DataFrame(model.transform(df), columns=names)

    ax = scores.plot.scatter(x=names[0], y=names[1])
    ax.set_title(f"{N_COMPONENTS} Component PCA")
    return scores, ax
