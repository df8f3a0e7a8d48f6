import collections
import csv
import os


class UnreadableFile(Exception):
    pass


def employee_ids(path):
    """The first field of every record."""
    if not os.path.isfile(path):
        raise UnreadableFile(f"The file {path} was not found.")
    try:
        with open(path, "r", encoding="utf-8", newline="") as source:
            for record in csv.DictReader(source, fieldnames=("id",), restkey="details"):
                yield record["id"]
    except (OSError, UnicodeDecodeError, csv.Error) as cause:
        raise UnreadableFile(str(cause)) from cause


def task_func(csv_file, emp_prefix="EMP$$"):
    prefix_length = len(emp_prefix)
    try:
        tally = collections.Counter(
            identifier
            for identifier in employee_ids(csv_file)
            if identifier[:prefix_length] == emp_prefix
        )
    except UnreadableFile as failure:
        return {"error": str(failure)}
    return {identifier: count for identifier, count in tally.items()}
