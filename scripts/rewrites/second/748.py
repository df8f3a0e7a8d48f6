import pandas as pd
from sklearn.preprocessing import StandardScaler

REQUIRED = ('Age', 'Weight')


class MissingColumnsError(KeyError):
    pass


def task_func(df, age, weight):
    absent = [name for name in REQUIRED if name not in df.columns]
    if absent:
        raise MissingColumnsError(f"missing columns: {', '.join(absent)}")

    chosen = df.loc[df['Age'].lt(age) & df['Weight'].gt(weight)].reset_index(drop=True)
    if not len(chosen):
        return chosen
    return StandardScaler().set_output(transform='pandas').fit_transform(chosen)
