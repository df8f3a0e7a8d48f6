import pandas as pd
from collections import Counter
from matplotlib.figure import Figure
from matplotlib.backends.backend_agg import FigureCanvasAgg


def task_func(df):
    if not isinstance(df, pd.DataFrame) or "Status" not in df:
        raise ValueError("no statuses")
    figure = Figure()
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    names, counts = zip(*Counter(df["Status"]).most_common())
    axes.pie(counts, labels=names, autopct="%1.1f%%")
    axes.set_title("Status Distribution")
    return axes
