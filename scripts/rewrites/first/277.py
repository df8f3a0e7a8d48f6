import math
import random
from itertools import combinations


def distance(pair):
    return math.dist(*pair)


def task_func(n):
    if n < 2:
        return None

    dots = []
    while len(dots) < n:
        dots.append((random.random(), random.random()))

    nearest, shortest = None, math.inf
    for pair in combinations(dots, 2):
        length = distance(pair)
        if length < shortest:
            nearest, shortest = pair, length
    return nearest
