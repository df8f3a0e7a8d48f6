import itertools
import re

from nltk.corpus import stopwords
from textblob import TextBlob


def task_func(text):
    common = frozenset(stopwords.words("english"))
    tokens = re.findall(r"\w+", re.sub(r"\b(\w+)( \1\b)+", r"\1", text).lower())
    kept = itertools.filterfalse(common.__contains__, tokens)
    return TextBlob(" ".join(kept)).sentiment
