import collections
import random
import string

LETTERS = string.ascii_uppercase + string.ascii_lowercase


class NegativeLengthError(ValueError):
    """Raised when asked for a string with fewer than zero characters."""


def _letters(length):
    for _ in range(length):
        yield LETTERS[int(random.random() * len(LETTERS))]


def task_func(length=100):
    if length < 0:
        raise NegativeLengthError(f"length must not be negative, got {length}")

    counts = collections.defaultdict(int)
    for letter in _letters(length):
        counts[letter] += 1
    return dict(counts)
