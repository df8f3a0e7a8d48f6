import re
from collections import Counter

import pandas as pd
from nltk.corpus import stopwords


class Terms(Counter):
    def __init__(self, text, common):
        words = re.sub(r"[\W_]+", " ", text).lower().split()
        super().__init__(word for word in words if word not in common and len(word) > 1)


def task_func(texts):
    common = set(stopwords.words("english"))
    counted = [Terms(text, common) for text in texts]
    columns = sorted(set().union(*counted))
    if not columns:
        raise ValueError("empty vocabulary")
    return pd.DataFrame([[terms[word] for word in columns] for terms in counted], columns=columns)
