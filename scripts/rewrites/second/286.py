import csv
import glob
import os
from collections import Counter
from functools import reduce

# Constants
FILE_DIR = './yourdictfiles/'
HEADER = ("Word", "Count")


def count_file(path):
    with open(path, encoding="utf-8") as source:
        return Counter(source.read().split())


def export(counts, path):
    with open(path, "w", newline="", encoding="utf-8") as target:
        csv.writer(target).writerows([HEADER, *sorted(counts.items())])


def task_func(output_file, test_directory):
    """Count the words of all dictionaries; 0 means nothing could be counted."""
    try:
        paths = glob.glob(os.path.join(glob.escape(test_directory), "*.txt"))
        counts = reduce(Counter.__iadd__, map(count_file, paths), Counter())
        export(counts, output_file)
    except Exception as problem:
        print(problem)
        return 0
    else:
        return sum(counts.values())
