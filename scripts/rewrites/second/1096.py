from nltk.tokenize import RegexpTokenizer
from string import punctuation
import csv
import os

PUNCTUATION = frozenset(punctuation)
DOLLAR_WORD = RegexpTokenizer(r'(?<!\S)\$\w+')


def only_punctuation(word):
    return PUNCTUATION.issuperset(word)


def task_func(text, filename):
    path = os.path.join(os.getcwd(), filename)

    rows = [('Word',)]
    for begin, end in DOLLAR_WORD.span_tokenize(text):
        word = text[begin:end]
        if not only_punctuation(word):
            rows.append((word,))

    with open(path, 'w', newline='', encoding='utf-8') as csv_file:
        csv.writer(csv_file).writerows(rows)
    return os.path.normpath(path)
