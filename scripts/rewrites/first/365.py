import json
import random
from collections import Counter
from itertools import islice

# Constants
WORDS = ['apple', 'banana', 'cherry', 'date', 'elderberry', 'fig', 'grape', 'honeydew']


def task_func(n, file_name, seed=77):
    if not 1 <= n <= len(WORDS):
        raise ValueError(f"n must lie between 1 and {len(WORDS)}, got {n}")

    random.Random(seed).shuffle(WORDS)
    counts = Counter(islice(WORDS, n))

    text = json.dumps(counts, indent=2, sort_keys=True)
    with open(file_name, "w", encoding="utf-8") as output:
        output.write(text + "\n")
    return file_name
