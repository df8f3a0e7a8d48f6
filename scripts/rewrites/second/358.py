import itertools
import json

KEY = 'number_list'


def _numbers(text):
    if not text or not text.strip():
        raise ValueError('empty JSON input')
    data = json.loads(text)
    if KEY not in data:
        raise KeyError(KEY)
    return tuple(data[KEY])


def task_func(json_list, r):
    pool = _numbers(json_list)
    if r > len(pool):
        return []

    # walk over the index tuples and look the numbers up
    combos = []
    for indices in itertools.combinations(range(len(pool)), r):
        combos.append(tuple(pool[i] for i in indices))
    return combos
