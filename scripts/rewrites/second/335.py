import collections
from queue import PriorityQueue
import random

# Constants
LETTERS = ['a', 'b', 'c', 'd', 'e']


class LetterCount:
    """A letter with its frequency; the more frequent one comes first."""

    __slots__ = ('letter', 'count')

    def __init__(self, letter, count):
        self.letter = letter
        self.count = count

    def __lt__(self, other):
        if self.count != other.count:
            return self.count > other.count
        return self.letter < other.letter


def task_func(string_length=100):
    random_string = ''.join(random.choice(LETTERS) for _ in range(string_length))

    queue = PriorityQueue()
    for letter in set(random_string):
        queue.put(LetterCount(letter, random_string.count(letter)))

    ordered = collections.OrderedDict()
    for _ in range(queue.qsize()):
        item = queue.get()
        ordered[item.letter] = item.count
    return ordered
