from string import ascii_lowercase

import matplotlib.pyplot as plt


class Alphabet(dict):
    def __missing__(self, letter):
        raise ValueError(f"{letter!r} is no small letter")


PLACES = Alphabet({letter: number for number, letter in enumerate(ascii_lowercase, 1)})


def task_func(word):
    heights = [PLACES[letter] for letter in word]
    axes = plt.figure().gca()
    axes.bar(range(len(heights)), heights)
    axes.set(
        xlabel="Letter Index",
        ylabel="Alphabetical Position",
        title="Alphabetical Position of Letters in Word",
    )
    plt.show()
    return axes
