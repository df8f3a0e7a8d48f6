import heapq
import random


def task_func(customers, max_gap, max_service, seed, counters=1, patience=None):
    """
    Simulate a queue in whole minutes in front of one or more counters. The clock starts at 0 with all counters free. For each
    customer in turn two numbers are drawn from random.Random(seed): first the minutes since the customer before (or since 0) with
    randint(0, max_gap), then the minutes of service with randint(1, max_service). Customers are served in the order of arrival at
    the counter that is free first. One whose wait would be longer than the patience leaves at once, unserved.

    Parameters:
    - customers (int): number of customers who arrive, 0 or more.
    - max_gap (int): longest time between two arrivals, 0 or more.
    - max_service (int): longest time of service, 1 or more.
    - seed (int): seed of the random numbers.
    - counters (int): number of counters. Default is 1.
    - patience (int or None): longest wait a customer accepts. Default is None, meaning everybody waits.

    Returns:
    - dict: "served" and "left" (numbers of customers), "mean_wait" (of the served, rounded to 2 decimals, 0.0 when nobody was
      served), "longest_wait" (of the served, 0 when nobody was) and "end" (time at which the last service ends, 0 without any).

    Raises:
    - ValueError: when counters is below 1.

    Requirements:
    - heapq
    - random

    Example:
    >>> task_func(4, 0, 1, seed=7)
    {'served': 4, 'left': 0, 'mean_wait': 1.5, 'longest_wait': 3, 'end': 4}
    """
    if counters < 1:
        raise ValueError("there must be a counter")
    rng = random.Random(seed)
    free_at = [0] * counters
    clock = 0
    waits = []
    for _ in range(customers):
        gap = rng.randint(0, max_gap)
        service = rng.randint(1, max_service)
        clock += gap
        wait = max(0, free_at[0] - clock)
        if patience is not None and wait > patience:
            continue
        waits.append(wait)
        heapq.heapreplace(free_at, clock + wait + service)
    return {
        "served": len(waits),
        "left": customers - len(waits),
        "mean_wait": round(sum(waits) / len(waits), 2) if waits else 0.0,
        "longest_wait": max(waits, default=0),
        "end": max(free_at),
    }
