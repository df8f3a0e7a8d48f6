import string
from collections import Counter

import nltk


def task_func(df):
    wanted = {"Title", "Content"}
    if not wanted <= set(df.columns):
        raise ValueError(f"lacks {wanted - set(df.columns)}")
    chosen = df.loc[df["Title"].str.contains("like|what", case=False), "Content"]
    counter = Counter()
    for text in chosen:
        counter.update(t for t in nltk.word_tokenize(text) if t not in string.punctuation)
    return counter
