import collections
import random
from queue import Empty, PriorityQueue

# Constants
LETTERS = ['a', 'b', 'c', 'd', 'e']


def _drain(queue):
    """Yield the entries of a queue in order until it is exhausted."""
    while True:
        try:
            yield queue.get_nowait()
        except Empty:
            return


def task_func(string_length=100):
    text = ''.join(random.choices(LETTERS, k=string_length))

    tally = collections.defaultdict(int)
    for letter in text:
        tally[letter] += 1

    ranking = PriorityQueue(maxsize=len(LETTERS))
    for letter, frequency in tally.items():
        ranking.put_nowait((-frequency, letter))

    return collections.OrderedDict(
        (letter, -negated) for negated, letter in _drain(ranking)
    )
