from collections import Counter

import pandas as pd

COLUMNS = ('Name', 'Age', 'Score')


class MissingKeysError(ValueError):
    """Some of the required student columns are absent."""

    def __init__(self, missing):
        self.missing = tuple(missing)
        super().__init__('missing keys: ' + ', '.join(self.missing))


def task_func(data):
    missing = [key for key in COLUMNS if key not in data]
    if missing:
        raise MissingKeysError(missing)

    students = pd.DataFrame(data).sort_values(by=['Name', 'Age'], kind='stable')
    averages = students.pivot_table(index='Name', values='Score', aggfunc='mean')
    averages = averages['Score'] if len(students) else pd.Series(dtype=float, name='Score')

    common_age = None
    for age, _ in Counter(students['Age'].tolist()).most_common(1):
        common_age = int(age)

    return students, averages, common_age
