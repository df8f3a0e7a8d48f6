import ast
import csv
import os
import statistics
from dataclasses import asdict, dataclass, fields

import pandas as pd


@dataclass
class Mailing:
    email: str
    list: list
    sum: float
    mean: float
    median: float

    @classmethod
    def from_row(cls, row):
        numbers = ast.literal_eval(row["list"])
        return cls(
            email=row["email"],
            list=numbers,
            sum=sum(numbers),
            mean=statistics.mean(numbers),
            median=statistics.median(numbers),
        )


FIELDS = [field.name for field in fields(Mailing)]


def find_longest_name(directory):
    """The path of the CSV file with the longest name, or None."""
    longest = None
    for name in os.listdir(directory):
        if os.path.splitext(name)[1] != ".csv":
            continue
        if longest is None or len(name) > len(longest):
            longest = name
    return longest and os.path.join(directory, longest)


def read_mailings(path):
    with open(path, newline="") as source:
        for row in csv.DictReader(source):
            yield asdict(Mailing.from_row(row))


def task_func(directory):
    path = find_longest_name(directory)
    if path is None:
        return pd.DataFrame(columns=FIELDS), None

    df = pd.DataFrame(list(read_mailings(path)), columns=FIELDS)
    ax = df["median"].plot.hist(title="Median per e-mail")
    return df, ax
