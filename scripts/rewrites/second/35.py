import numpy as np
import seaborn as sns
import matplotlib.pyplot as plt


def _keep_only(allowed):
    """Build a function which blanks every value of a column that is not allowed."""
    allowed = list(allowed)

    def blank(column):
        return column.mask(~np.isin(column.to_numpy(), allowed), other=0)

    return blank


def task_func(df, target_values=[1, 3, 4]):
    cleaned = df.apply(_keep_only(target_values))

    figure = plt.figure(figsize=(9, 6))
    axes = figure.add_subplot()
    axes.set_title("Distribution after replacing")

    drawn = []
    for position, column in enumerate(cleaned.columns):
        before = len(axes.lines)
        sns.kdeplot(
            cleaned.iloc[:, position].to_numpy(),
            color=f"C{position % 10}",
            ax=axes,
            warn_singular=False,
        )
        for line in axes.lines[before:]:
            line.set_label(column)
            drawn.append(line)

    axes.legend(handles=drawn)
    return cleaned, axes
