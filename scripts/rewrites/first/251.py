import matplotlib.pyplot as plt
import pandas as pd


class NotADataFrameError(ValueError):
    pass


def task_func(data):
    if not isinstance(data, pd.DataFrame):
        raise NotADataFrameError(f"expected a DataFrame, got {type(data).__name__}")

    jobs = data.groupby("Job", sort=False).size().sort_values(ascending=False)

    figure = plt.figure()
    axes = figure.add_subplot()
    axes.set_prop_cycle(color=plt.get_cmap("tab20").colors)
    axes.pie(jobs, labels=jobs.index, autopct="%.1f%%", counterclock=False, startangle=90)
    axes.set_title("Job Distribution")
    return figure
