import collections
import csv
import os
import os.path


# Constants
FILE_NAME = 'file_sizes.csv'

FileSize = collections.namedtuple('FileSize', ['name', 'size'])


def scan(directory):
    """Yield a FileSize for every file below the directory, going depth first."""
    with os.scandir(directory) as iterator:
        entries = sorted(iterator, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from scan(entry.path)
        elif entry.is_file():
            yield FileSize(entry.name, os.path.getsize(entry.path))


def task_func(my_path):
    totals = collections.OrderedDict()
    for name, size in scan(my_path):
        totals[name] = totals.get(name, 0) + size

    report_path = os.path.join(my_path, FILE_NAME)
    with open(report_path, mode='w', newline='', encoding='utf-8') as report:
        out = csv.writer(report)
        out.writerow(('File Name', 'Size'))
        out.writerows(totals.items())
    return report_path
