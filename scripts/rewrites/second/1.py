import random
import string
from collections import OrderedDict


def random_text(length):
    alphabet = string.ascii_letters.swapcase()
    return "".join(random.choices(alphabet, k=length))


def tally(text):
    # keeps the characters in the order in which they first turn up
    seen = OrderedDict.fromkeys(text, 0)
    for char in seen:
        seen[char] = text.count(char)
    return seen


def task_func(length=100):
    """Count the characters of a random string of ASCII letters."""
    if length < 0:
        raise ValueError("The length of the string cannot be negative.")
    return dict(tally(random_text(length)))
