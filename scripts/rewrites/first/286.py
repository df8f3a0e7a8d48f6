import csv
import os
from collections import Counter

# Constants
FILE_DIR = './yourdictfiles/'


def _words(directory):
    """Yield every word of every .txt file in the directory."""
    with os.scandir(directory) as entries:
        paths = [entry.path for entry in entries
                 if entry.is_file() and entry.name.endswith('.txt')]
    for path in paths:
        with open(path) as handle:
            for line in handle:
                yield from line.split()


def task_func(output_file, test_directory=FILE_DIR):
    try:
        counts = Counter(_words(test_directory))
        with open(output_file, 'w', newline='') as handle:
            writer = csv.DictWriter(handle, fieldnames=['Word', 'Count'])
            writer.writeheader()
            for word, count in counts.most_common():
                writer.writerow({'Word': word, 'Count': count})
    except (OSError, UnicodeError, TypeError, ValueError, csv.Error) as error:
        print(f'Could not count the words: {error}')
        return 0
    return sum(counts.values())
