import itertools
import random
from collections import Counter

LETTERS = 'abcde'


def task_func(length, count, seed=0):
    rng = random.Random(seed)

    def random_string():
        return ''.join(rng.choices(LETTERS, k=length))

    frequencies = Counter()
    for word in itertools.islice(iter(random_string, None), count):
        frequencies.update(word)
    return frequencies
