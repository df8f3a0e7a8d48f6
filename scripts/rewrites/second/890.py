import os
import random

import pandas as pd

DEFAULT_FILES = ('file1.csv', 'file2.csv', 'file3.csv')


class CsvPicker:
    def __init__(self, folder, seed):
        self.folder = folder
        self.seed = seed
        random.seed(seed)

    def pick_file(self, names):
        return names[random.randrange(len(names))]

    def pick_rows(self, name):
        """A random number of rows, at least one, in random order."""
        with open(os.path.join(self.folder, name), newline='') as source:
            has_content = any(line.strip() for line in source)
            if not has_content:
                return pd.DataFrame()
            source.seek(0)
            table = pd.read_csv(source)
        shuffled = table.sample(frac=1, random_state=self.seed)
        return shuffled.head(random.randrange(len(table)) + 1) if len(table) else shuffled


def task_func(data_dir, csv_files=list(DEFAULT_FILES), seed=None):
    picker = CsvPicker(data_dir, seed)
    name = picker.pick_file(csv_files)
    return name, picker.pick_rows(name)
