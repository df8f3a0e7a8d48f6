from collections import OrderedDict


def task_func(requests, capacity, sizes=None):
    """
    Simulate a cache that evicts the least recently used items. Each requested key that is in the cache is a hit and becomes the most recently used one. Otherwise it is a
    miss and the key is stored as the most recently used one, after as many of the least recently used items have been evicted as it takes to keep the sum of the sizes within
    the capacity. A key whose size alone exceeds the capacity is a miss each time, is not stored and evicts nothing.

    Parameters:
    - requests (list): The requested keys (hashable) in order of time.
    - capacity (int): The largest sum of sizes that the cache holds, at least 1.
    - sizes (dict or None): Positive size of each key; a key that is not listed has size 1. Default is None (every size is 1).

    Returns:
    - dict: "hits" and "misses" (int), "hit_rate" (hits per request rounded to 3 digits, 0.0 without requests), "evicted" (list of the keys evicted, in order, with
      repetitions) and "cached" (list of the keys left, from the least to the most recently used).

    Raises:
    - ValueError: when capacity is less than 1.

    Requirements:
    - collections

    Example:
    >>> task_func(["a", "b", "a", "c"], 2)
    {'hits': 1, 'misses': 3, 'hit_rate': 0.25, 'evicted': ['b'], 'cached': ['a', 'c']}
    """
    if capacity < 1:
        raise ValueError("capacity must be at least 1")
    sizes = sizes or {}
    cache, used = OrderedDict(), 0
    hits, misses, evicted = 0, 0, []
    for key in requests:
        if key in cache:
            hits += 1
            cache.move_to_end(key)
            continue
        misses += 1
        size = sizes.get(key, 1)
        if size > capacity:
            continue
        while used + size > capacity:
            oldest, freed = cache.popitem(last=False)
            used -= freed
            evicted.append(oldest)
        cache[key] = size
        used += size
    total = hits + misses
    return {
        "hits": hits,
        "misses": misses,
        "hit_rate": round(hits / total, 3) if total else 0.0,
        "evicted": evicted,
        "cached": list(cache),
    }
