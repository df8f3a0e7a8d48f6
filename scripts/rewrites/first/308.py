import random
import statistics

import pandas as pd

SUBJECTS = ("Physics", "Math", "Chemistry", "Biology", "English", "History")


class Report(dict):
    """Grades by subject."""

    def add(self, subject, names):
        self[subject] = pd.Series({name: random.randint(0, 100) for name in names})


def task_func(additional_fields=[]):
    names = [f"Student_{number}" for number in range(1, 101)]
    report = Report()
    for subject in (*SUBJECTS, *additional_fields):
        report.add(subject, names)
    frame = pd.concat(report, axis="columns")
    frame["Average Grade"] = [statistics.mean(row) for row in frame.to_numpy().tolist()]
    averages = {column: statistics.mean(frame[column].tolist()) for column in frame}
    return pd.concat([frame, pd.DataFrame(averages, index=["Average"])])
