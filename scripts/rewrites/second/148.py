import pandas as pd
from sklearn.preprocessing import LabelEncoder


def task_func(df: pd.DataFrame, column_name: str) -> pd.DataFrame:
    encoder = LabelEncoder().fit(df[column_name].unique())
    codes = {label: code for code, label in enumerate(encoder.classes_)}

    encoded = df.copy()
    encoded[column_name] = encoded[column_name].map(codes)
    return encoded
