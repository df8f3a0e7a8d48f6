from datetime import date, timedelta


def task_func(start, end, holidays=None, weekend=(5, 6)):
    """
    Count the business days from one date to another, both included. Days whose weekday is in `weekend` are no business days; nor are holidays, given either as one date
    ("YYYY-MM-DD") or as a day of every year ("MM-DD"). The second number counts the holidays of the range that are not in the weekend, each day once.
    When `end` lies before `start` the same days are counted, but the number of business days is negative (the number of holidays is not).

    Parameters:
    - start (str): The first date, as "YYYY-MM-DD".
    - end (str): The last date, as "YYYY-MM-DD".
    - holidays (iterable of str or None): Holidays; None means there are none. Default is None.
    - weekend (collection of int): Free weekdays, 0 for Monday to 6 for Sunday. Default is (5, 6).

    Returns:
    - tuple of int: (business days, holidays outside the weekend).

    Raises:
    - ValueError: when start or end is not a date.

    Requirements:
    - datetime

    Example:
    >>> task_func("2024-12-20", "2024-12-27", ["12-25", "2024-12-26"])
    (4, 2)
    """
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    sign = 1
    if first > last:
        first, last, sign = last, first, -1
    days_off = set(holidays or ())
    working = missed = 0
    current = first
    while current <= last:
        if current.weekday() not in weekend:
            if current.isoformat() in days_off or current.strftime("%m-%d") in days_off:
                missed += 1
            else:
                working += 1
        current += timedelta(days=1)
    return sign * working, missed
