import random
from array import array
from string import ascii_lowercase as LETTERS


def task_func(num_strings, string_length):
    tallies = array('L', [0] * len(LETTERS))
    for word in (random.choices(LETTERS, k=string_length) for _ in range(num_strings)):
        for letter in word:
            tallies[ord(letter) - ord('a')] += 1

    ranking = [(letter, tally) for letter, tally in zip(LETTERS, tallies) if tally]
    ranking.sort(key=lambda pair: -pair[1])
    return ranking
