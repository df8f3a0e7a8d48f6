import pandas as pd


def task_func(number_list, element):
    last_seen = {number: position for position, number in enumerate(number_list)}

    triples = set()
    for i, first in enumerate(number_list):
        for j in range(i + 1, len(number_list)):
            second = number_list[j]
            third = element - first - second
            if last_seen.get(third, -1) > j:
                triples.add((first, second, third))

    return pd.DataFrame({'Combinations': list(triples)})
