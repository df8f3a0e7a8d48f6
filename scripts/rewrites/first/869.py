import itertools
import random

import pandas as pd


class Grades:
    """Iterates over pairs of a student and a grade."""

    def __init__(self, students, span, count):
        self.students, self.span, self.count = students, span, count

    def __iter__(self):
        low, *_, high = sorted(self.span) if len(self.span) > 1 else [*self.span] * 2
        turns = itertools.islice(itertools.cycle(self.students), self.count)
        return ((name, random.randint(low, high)) for name in turns)


def task_func(
    n_grades,
    students=["Alice", "Bob", "Charlie", "David", "Eve"],
    grade_range=range(1, 11),
    rng_seed=None,
):
    if not students:
        raise ValueError("no students")
    random.seed(rng_seed)
    return pd.DataFrame(Grades(students, grade_range, n_grades), columns=["Student", "Grade"])
