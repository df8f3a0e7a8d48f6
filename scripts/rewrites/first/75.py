from datetime import datetime, timedelta

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns


def week():
    day = datetime(2024, 1, 1)
    for _ in range(7):
        yield day
        day += timedelta(days=1)


def task_func(df, fruits=None, days=None, seed=None, sales_lower_bound=1, sales_upper_bound=50):
    if not isinstance(df, pd.DataFrame):
        raise TypeError(type(df))
    if len(df):
        raise ValueError("not empty")
    if not sales_lower_bound < sales_upper_bound:
        raise ValueError("bounds")
    fruits = fruits or "Apple Banana Cherry Date Elderberry".split()
    days = list(days or week())
    if seed is not None:
        np.random.seed(seed)
    index = pd.MultiIndex.from_product([fruits, days], names=["Fruit", "Day"])
    frame = index.to_frame(index=False)
    frame["Sales"] = np.random.randint(sales_lower_bound, sales_upper_bound, len(frame))
    _, axes = plt.subplots()
    sns.boxplot(data=frame, x="Fruit", y="Sales", ax=axes)
    return frame, axes
