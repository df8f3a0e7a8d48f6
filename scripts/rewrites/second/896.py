from collections import Counter
import itertools
import random


def task_func(length, count, seed=0):
    if length < 0 or count < 0:
        raise ValueError('length and count must not be negative')

    random.seed(seed)
    words = (random.choices('abcde', k=length) for _ in itertools.repeat(None, count))
    return sum(map(Counter, words), Counter())
