import pandas as pd
from collections import Counter, defaultdict


def average_scores(names, scores):
    collected = defaultdict(list)
    for name, score in zip(names, scores):
        collected[name].append(score)
    means = {name: sum(collected[name]) / len(collected[name]) for name in sorted(collected)}
    return pd.Series(means, name='Score', dtype=float).rename_axis('Name')


def most_common(values):
    """The most frequent value, the smallest of them where several tie."""
    tally = Counter(values)
    if not tally:
        return None
    return min(tally, key=lambda value: (-tally[value], value))


def task_func(data):
    try:
        names, ages, scores = data['Name'], data['Age'], data['Score']
    except KeyError as missing:
        raise ValueError(f'the student data has no key {missing}') from None

    order = sorted(range(len(names)), key=lambda i: (names[i], ages[i]))
    df = pd.DataFrame(data).iloc[order]
    return df, average_scores(names, scores), most_common(ages)
