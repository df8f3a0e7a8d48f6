import re
from collections import Counter

WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def task_func(text, stop_words=(), top=None, min_length=1):
    """
    Count the words of a text. A word is what WORD matches: letters, possibly joined by single inner apostrophes or hyphens. Before anything else the curly apostrophe U+2019 is
    turned into a straight one and upper case into lower case, in the text and in the stop words. Stop words and words of fewer than `min_length` characters are not counted.
    The result is sorted by falling count, words of equal count by their characters' code points; percentages refer to all counted words, also when `top` cuts the list.

    Parameters:
    - text (str): The text.
    - stop_words (iterable of str): Words to leave out. Default is ().
    - top (int or None): How many rows to return at most; None means all. Default is None.
    - min_length (int): The least length of a word that is counted. Default is 1.

    Returns:
    - list of tuple: Rows (word, count, percentage), the percentage rounded to one decimal.

    Raises:
    - ValueError: when top is negative.

    Requirements:
    - re
    - collections

    Example:
    >>> task_func("The cat saw the other cat; the end.", stop_words=["the"])
    [('cat', 2, 40.0), ('end', 1, 20.0), ('other', 1, 20.0), ('saw', 1, 20.0)]
    """
    if top is not None and top < 0:
        raise ValueError("top must not be negative")

    def clean(raw):
        return raw.replace("\u2019", "'").lower()

    stops = {clean(word) for word in stop_words}
    words = [word for word in WORD.findall(clean(text)) if len(word) >= min_length and word not in stops]
    counts = Counter(words)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rows = [(word, count, round(100 * count / len(words), 1)) for word, count in ranked]
    return rows if top is None else rows[:top]
