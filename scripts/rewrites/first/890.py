import os
import random

import pandas as pd
from pandas.errors import EmptyDataError


def _load(path):
    try:
        return pd.read_csv(path)
    except EmptyDataError:
        return pd.DataFrame()


def task_func(data_dir,
              csv_files=['file1.csv', 'file2.csv', 'file3.csv'],
              seed=None):
    rng = random.Random(seed)
    chosen = rng.choice(csv_files)

    records = _load(os.path.join(data_dir, chosen))
    if not records.empty:
        records = records.sample(rng.randint(1, len(records)), random_state=seed)
    return chosen, records
