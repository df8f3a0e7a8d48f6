from collections import deque
from random import Random

import pandas as pd

DEFAULT_STUDENTS = ('Alice', 'Bob', 'Charlie', 'David', 'Eve')


class NoStudentsError(ValueError):
    def __init__(self):
        super().__init__('there must be at least one student to grade')


def take_turns(students):
    queue = deque(students)
    if not queue:
        raise NoStudentsError
    while True:
        yield queue[0]
        queue.rotate(-1)


def grade_rows(turns, grades, rng, n):
    lowest, highest = min(grades), max(grades)
    for _ in range(n):
        yield {'Student': next(turns), 'Grade': rng.randint(lowest, highest)}


def task_func(
    n_grades,
    students=DEFAULT_STUDENTS,
    grade_range=range(1, 11),
    rng_seed=None
):
    if len(students) == 0:
        raise NoStudentsError

    rows = grade_rows(take_turns(students), grade_range, Random(rng_seed), n_grades)
    return pd.DataFrame(list(rows), columns=['Student', 'Grade'])
