from collections import defaultdict
from itertools import groupby

#CONSTANT
ANIMAL = ['cat', 'camel', 'cow', 'dog', 'elephant', 'fox', 'giraffe', 'hippo', 'iguana', 'jaguar']


class LetterTally:
    def __init__(self):
        self._counts = defaultdict(int)

    def add(self, word):
        # runs of equal letters are counted at once
        for letter, run in groupby(word):
            self._counts[letter] += sum(1 for _ in run)

    def ranking(self):
        return sorted(self._counts.items(), key=lambda item: -item[1])


def task_func(animal_dict):
    """Letter frequencies in the names of the known animals, highest first."""
    known = frozenset(ANIMAL)
    tally = LetterTally()
    for animal in animal_dict:
        if animal in known:
            tally.add(animal)

    return {letter: frequency for letter, frequency in tally.ranking()}
