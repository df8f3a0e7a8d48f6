import random
from collections import defaultdict
from itertools import chain
from operator import itemgetter
from string import ascii_lowercase


def words(count, length):
    for _ in range(count):
        yield random.choices(ascii_lowercase, k=length)


def task_func(num_strings, string_length):
    tally = defaultdict(int)
    for letter in chain.from_iterable(words(num_strings, string_length)):
        tally[letter] += 1
    return sorted(tally.items(), key=itemgetter(1), reverse=True)
