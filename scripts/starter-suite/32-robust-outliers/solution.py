import statistics


def task_func(values, threshold=3.5):
    """
    Find the outliers of a series with statistics that outliers cannot bend. The spread is 1.4826 times the MAD (the median of the
    distances from the median) or, when the MAD is zero, 1.2533 times the mean of those distances. A value is an outlier when its
    distance from the median is greater than threshold times the spread. None marks a missing value: it is skipped, but counts in
    the positions.

    Parameters:
    - values (list): numbers and None.
    - threshold (float): number of spreads, positive. Default is 3.5.

    Returns:
    - dict: "median" (of the values), "mad", "outliers" (list of (position, value) tuples, positions from 0 in the given list, the
      farthest from the median first, the lower position first among equals) and "kept_mean" (mean of the values that are not
      outliers, rounded to 4 decimals, or None when no value is kept).

    Raises:
    - ValueError: when there is no value apart from None.

    Requirements:
    - statistics

    Example:
    >>> task_func([10, 11, 12, 13, 90])
    {'median': 12, 'mad': 1, 'outliers': [(4, 90)], 'kept_mean': 11.5}
    """
    known = [(i, value) for i, value in enumerate(values) if value is not None]
    if not known:
        raise ValueError("there are no values")
    median = statistics.median(value for _, value in known)
    distance = {i: abs(value - median) for i, value in known}
    mad = statistics.median(distance.values())
    spread = 1.4826 * mad
    if mad == 0:
        spread = 1.2533 * statistics.fmean(distance.values())
    outliers = [(i, value) for i, value in known if distance[i] > threshold * spread]
    outliers.sort(key=lambda item: (-distance[item[0]], item[0]))
    kept = [value for i, value in known if (i, value) not in outliers]
    return {
        "median": median,
        "mad": mad,
        "outliers": outliers,
        "kept_mean": round(statistics.fmean(kept), 4) if kept else None,
    }
