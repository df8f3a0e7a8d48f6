import collections

import pandas as pd


def task_func(my_tuple, path_csv_files):
    counts = collections.defaultdict(collections.Counter)
    counts.update((column, collections.Counter()) for column in my_tuple)

    for frame in map(pd.read_csv, path_csv_files):
        for column in frame.columns.intersection(list(my_tuple)):
            occurrences = frame[column].value_counts(sort=False, dropna=False)
            counts[column].update(occurrences.to_dict())

    return dict(counts)
