import matplotlib.pyplot as plt
import pandas as pd


def task_func(csv_file_path, col1_name="column1", col2_name="column2"):
    table = pd.read_csv(csv_file_path)
    if not pd.api.types.is_numeric_dtype(table[col2_name]):
        raise TypeError(f"column {col2_name!r} is not numeric")

    means = table.groupby(col1_name)[col2_name].agg("mean")

    figure = plt.figure(figsize=(10, 6))
    ax = means.plot.bar(ax=figure.gca(), rot=0)
    ax.set(
        title=f"Mean of {col2_name} Grouped by {col1_name}",
        xlabel=col1_name,
        ylabel=f"Mean of {col2_name}",
    )
    return ax
