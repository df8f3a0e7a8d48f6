import string

import matplotlib.pyplot as plt
import numpy as np

# Constants
ALPHABET = list(string.ascii_lowercase)

POSITIONS = {letter: position for position, letter in enumerate(ALPHABET, start=1)}


class LetterError(ValueError):
    """The word holds something else than lowercase letters."""

    def __init__(self, word, letter):
        super().__init__(f'{letter!r} in {word!r} is not a lowercase letter')


def alphabet_positions(word):
    for letter in word:
        try:
            yield POSITIONS[letter]
        except KeyError:
            raise LetterError(word, letter) from None


def task_func(word):
    heights = np.fromiter(alphabet_positions(word), dtype=int)
    places = np.arange(heights.size)

    figure = plt.figure()
    axes = figure.add_subplot()
    axes.bar(places, heights, color='steelblue')
    axes.set_xticks(places, labels=list(word))
    axes.set(ylim=(0, len(ALPHABET) + 1), xlabel='Letter', ylabel='Position in the alphabet')
    return axes
