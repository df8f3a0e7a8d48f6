import random
from statistics import mean

import pandas as pd

# Constants for generating the report data
FIELDS = ['Physics', 'Math', 'Chemistry', 'Biology', 'English', 'History']
STUDENTS = ['Student_' + str(i) for i in range(1, 101)]

LOWEST, HIGHEST = 0, 100


def _grade_sheet(subjects):
    """Yield one row of grades per student, closed by the student's average."""
    for _ in STUDENTS:
        grades = [random.randint(LOWEST, HIGHEST) for _ in subjects]
        yield grades + [mean(grades)]


def task_func(additional_fields=None):
    subjects = [*FIELDS, *(additional_fields or [])]

    rows = list(_grade_sheet(subjects))
    rows.append([mean(column) for column in zip(*rows)])

    return pd.DataFrame(
        rows,
        index=[*STUDENTS, 'Average'],
        columns=[*subjects, 'Average Grade'],
        dtype=float,
    )
