import csv
from collections import Counter

import pandas as pd


def task_func(my_tuple, path_csv_files):
    found = {column: {} for column in my_tuple}
    for path in path_csv_files:
        frame = pd.read_csv(path)
        for column in frame.columns.intersection(list(my_tuple)):
            for value, count in frame[column].value_counts().items():
                found[column][value] = found[column].get(value, 0) + count
    return found
