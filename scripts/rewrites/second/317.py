import re

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

BRACKETED = re.compile(r'\[[^\]]*\]')


def task_func(example_str):
    outside = ''.join(BRACKETED.split(example_str))
    if outside.isspace() or not outside:
        return {}

    vectorizer = TfidfVectorizer()
    scores = np.ravel(vectorizer.fit_transform([outside]).todense().A)

    result = {}
    for word in sorted(vectorizer.vocabulary_):
        result[word] = float(scores[vectorizer.vocabulary_[word]])
    return result
