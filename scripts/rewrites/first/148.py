import pandas as pd


class Codes:
    def __init__(self, values):
        self.by_value = {value: number for number, value in enumerate(sorted(set(values)))}

    def __getitem__(self, value):
        return self.by_value[value]


def task_func(df: pd.DataFrame, column_name: str) -> pd.DataFrame:
    codes = Codes(df[column_name])
    return df.assign(**{column_name: [codes[value] for value in df[column_name]]})
