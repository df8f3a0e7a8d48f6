import math
import random
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True)
class Dot:
    order: int  # the place in which the dot was drawn
    x: float
    y: float

    def gap(self, other):
        return math.hypot(self.x - other.x, self.y - other.y)

    @property
    def coordinates(self):
        return self.x, self.y


def brute_force(dots):
    return min(combinations(dots, 2), key=lambda pair: pair[0].gap(pair[1]))


def closest(dots):
    """Divide and conquer over dots that are sorted by x."""
    if len(dots) <= 3:
        return brute_force(dots)

    middle = len(dots) // 2
    divide = dots[middle].x
    best = min(
        closest(dots[:middle]),
        closest(dots[middle:]),
        key=lambda pair: pair[0].gap(pair[1]),
    )
    limit = best[0].gap(best[1])

    strip = sorted((d for d in dots if abs(d.x - divide) < limit), key=lambda d: d.y)
    for i, dot in enumerate(strip):
        for other in strip[i + 1:]:
            if other.y - dot.y >= limit:
                break
            if dot.gap(other) < limit:
                best, limit = (dot, other), dot.gap(other)
    return best


def task_func(n):
    if n < 2:
        return None

    dots = [Dot(i, random.random(), random.random()) for i in range(n)]
    pair = closest(sorted(dots, key=lambda dot: dot.x))
    first, second = sorted(pair, key=lambda dot: dot.order)
    return first.coordinates, second.coordinates
