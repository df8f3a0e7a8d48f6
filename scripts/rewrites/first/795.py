import math
from collections import deque
from numbers import Real


class Ring(deque):
    def sum_of_numbers(self):
        return sum(each for each in self if isinstance(each, Real))


def task_func(l):
    ring = Ring(l[-3 % len(l) :] + l[: -3 % len(l)]) if l else Ring()
    total = ring.sum_of_numbers()
    if total > 0:
        print("The square root of the sum of numeric elements:", math.sqrt(total))
    return ring
