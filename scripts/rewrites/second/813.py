import pandas as pd


def subsets_with_sum(numbers, size, total, start=0):
    """Yield the ordered picks of `size` numbers which add up to `total`."""
    if size == 0:
        if total == 0:
            yield ()
        return
    for index in range(start, len(numbers) - size + 1):
        head = numbers[index]
        for tail in subsets_with_sum(numbers, size - 1, total - head, index + 1):
            yield (head, *tail)


def task_func(number_list, element):
    unique = frozenset(subsets_with_sum(number_list, 3, element))
    return pd.Series(list(unique), dtype=object, name='Combinations').to_frame()
