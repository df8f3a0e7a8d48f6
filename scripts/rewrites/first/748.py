import numpy as np
import pandas as pd


class MissingColumn(KeyError):
    pass


def z(values):
    spread = values.std(ddof=0)
    return (values - values.mean()) / (spread or 1.0)


def task_func(df, age, weight):
    for column in ("Age", "Weight"):
        if column not in df:
            raise MissingColumn(column)
    chosen = df.query("Age < @age and Weight > @weight")
    if not len(chosen):
        return chosen
    return chosen.reset_index(drop=True).astype(float).apply(z)
