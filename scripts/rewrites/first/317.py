import re
from collections import Counter, OrderedDict
from math import sqrt


class Scores(OrderedDict):
    """One document: the inverse document frequency is 1."""

    @classmethod
    def of(cls, words):
        counts = Counter(words)
        norm = sqrt(sum(count * count for count in counts.values()))
        return cls((word, counts[word] / norm) for word in sorted(counts))


def task_func(example_str):
    outside = re.sub(r"\[[^\]]*\]", "", example_str)
    words = [word.lower() for word in re.findall(r"\b\w\w+\b", outside)]
    return Scores.of(words) if words else {}
