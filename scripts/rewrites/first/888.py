import pandas as pd
from pathlib import Path


def tables(folder, names):
    yield from (pd.read_csv(Path(folder) / name) for name in names)


def task_func(data_dir: str, csv_files: list) -> pd.DataFrame:
    loaded = [*tables(data_dir, csv_files)]
    if not loaded:
        return pd.DataFrame()
    return pd.concat(loaded).reset_index(drop=True)
