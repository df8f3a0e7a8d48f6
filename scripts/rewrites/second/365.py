import json
import random
from collections import defaultdict
from pathlib import Path

# Constants
WORDS = ['apple', 'banana', 'cherry', 'date', 'elderberry', 'fig', 'grape', 'honeydew']


class WordCountError(ValueError):
    def __init__(self, n):
        super().__init__(f'cannot select {n} out of {len(WORDS)} words')
        self.n = n


class Deck:
    """A list of words that is shuffled in place, like a deck of cards."""

    def __init__(self, words):
        self.words = words

    def shuffle(self):
        words = self.words
        for last in range(len(words) - 1, 0, -1):
            other = random.randrange(last + 1)
            words[last], words[other] = words[other], words[last]

    def deal(self, n):
        if n not in range(1, len(self.words) + 1):
            raise WordCountError(n)
        self.shuffle()
        return iter(self.words[:n])


def task_func(n, file_name, seed=77):
    random.seed(seed)
    counts = defaultdict(int)
    for word in Deck(WORDS).deal(n):
        counts[word] += 1

    Path(file_name).write_text(json.dumps(counts))
    return file_name
