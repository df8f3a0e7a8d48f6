import calendar
from datetime import date, timedelta


def task_func(anchor, after, count=3, every=1, avoid_weekends=False):
    """
    List the next dates of an event that first takes place on `anchor` and then every `every` months on the same day of the month. In a month without that day it takes place on
    the last day of the month, which does not change the later months. With `avoid_weekends` a date on Saturday or Sunday is moved to the Friday before (even into the month before).
    The result has the first `count` dates, after any such move, that are later than `after`; the first event itself may be among them, earlier dates never.

    Parameters:
    - anchor (str): The date of the first event, as "YYYY-MM-DD".
    - after (str): The date, as "YYYY-MM-DD", that the results must be later than.
    - count (int): How many dates to return. Default is 3.
    - every (int): The number of months from one event to the next. Default is 1.
    - avoid_weekends (bool): Whether events are moved off the weekend. Default is False.

    Returns:
    - list of str: The dates as "YYYY-MM-DD", rising.

    Raises:
    - ValueError: when count is negative, every is less than 1, or a date is malformed.

    Requirements:
    - calendar
    - datetime

    Example:
    >>> task_func("2024-01-31", "2024-02-01")
    ['2024-02-29', '2024-03-31', '2024-04-30']
    """
    first, limit = date.fromisoformat(anchor), date.fromisoformat(after)
    if count < 0 or every < 1:
        raise ValueError("count must not be negative and every must be at least 1")
    result, step = [], 0
    while len(result) < count:
        months = first.month - 1 + step * every
        year, month = first.year + months // 12, months % 12 + 1
        day = min(first.day, calendar.monthrange(year, month)[1])
        moment = date(year, month, day)
        if avoid_weekends and moment.weekday() > 4:
            moment -= timedelta(days=moment.weekday() - 4)
        if moment > limit:
            result.append(moment.isoformat())
        step += 1
    return result
