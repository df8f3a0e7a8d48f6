import math
from collections import deque
from numbers import Real

POSITIONS = 3


def show_root(items):
    numbers = [item for item in items if isinstance(item, Real)]
    if not numbers:
        return
    total = math.fsum(numbers)
    if total >= 0:
        print("The square root of the sum of numeric elements:", math.sqrt(total))


def task_func(l):
    dq = deque(l)
    for _ in range(POSITIONS if dq else 0):
        dq.appendleft(dq.pop())
    show_root(dq)
    return dq
