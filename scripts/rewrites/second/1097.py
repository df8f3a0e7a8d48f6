import re
from string import punctuation

# Predefined list of common stopwords
PREDEFINED_STOPWORDS = frozenset("""
    i me my myself we our ours ourselves you your yours
    yourself yourselves he him his himself she her hers
    herself it its itself they them their theirs themselves
    what which who whom this that these those am is are
    was were be been being have has had having do does
    did doing a an the and but if or because as until
    while of at by for with about against between into
    through during before after above below to from up down
    in out on off over under again further then once more
""".split())

URL = re.compile(r"https?://\S+")
STRIP_PUNCTUATION = str.maketrans("", "", punctuation)


def is_stopword(word):
    return word.casefold() in PREDEFINED_STOPWORDS


def task_func(text):
    plain = URL.sub("", text).translate(STRIP_PUNCTUATION)
    return " ".join(word for word in plain.split() if not is_stopword(word))
