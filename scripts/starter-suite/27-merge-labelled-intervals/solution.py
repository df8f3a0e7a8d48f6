def task_func(intervals, gap=0):
    """
    Merge intervals and collect their labels. Intervals are taken in order of their start; one that begins no later than "gap" after the end of the merged interval so far is merged
    into it (with gap 0, touching intervals merge), otherwise it opens a new merged interval. The labels of a merged interval are listed once each, by falling sum of the lengths (end minus start)
    of the intervals that carry them in it, equal sums in alphabetical order. A label of None adds no label. An interval may have length 0.

    Parameters:
    - intervals (list of tuple): (start, end, label) in any order, with numbers for start and end, and a str or None as label; the list is not changed.
    - gap (int or float): The largest hole that is still bridged, not negative. Default is 0.

    Returns:
    - list of tuple: (start, end, list of labels) of the merged intervals in ascending order.

    Raises:
    - ValueError: when gap is negative or an interval ends before it starts.

    Example:
    >>> task_func([(5, 9, "b"), (1, 3, "a"), (2, 5, "c")])
    [(1, 9, ['b', 'c', 'a'])]
    """
    if gap < 0 or any(start > end for start, end, _ in intervals):
        raise ValueError("negative gap or length")
    merged = []
    for start, end, label in sorted(intervals, key=lambda interval: interval[:2]):
        if merged and start <= merged[-1]["end"] + gap:
            merged[-1]["end"] = max(merged[-1]["end"], end)
        else:
            merged.append({"start": start, "end": end, "lengths": {}})
        if label is not None:
            lengths = merged[-1]["lengths"]
            lengths[label] = lengths.get(label, 0) + end - start
    result = []
    for block in merged:
        totals = block["lengths"]
        labels = sorted(totals, key=lambda name: (-totals[name], name))
        result.append((block["start"], block["end"], labels))
    return result
