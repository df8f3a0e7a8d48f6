import csv
import os
from string import punctuation

from nltk.tokenize import RegexpTokenizer

WHITESPACE = RegexpTokenizer(r"\s+", gaps=True)


def _dollar_words(text):
    for token in WHITESPACE.tokenize(text):
        if token.startswith("$"):
            word = token.rstrip(punctuation)
            if word:
                yield word


def task_func(text, filename):
    with open(filename, "w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=["Word"])
        writer.writeheader()
        writer.writerows({"Word": word} for word in _dollar_words(text))
    return os.path.abspath(filename)
