import re

SPAN = re.compile(r"([0-9]{2}):([0-5][0-9])-([0-9]{2}):([0-5][0-9])")


def task_func(opening, bookings, minimum=30):
    """
    Find the free slots of a day. Times are spans "HH:MM-HH:MM" from 00:00 to 24:00 whose start lies before their end. Opening spans that overlap or touch count as one. Bookings
    may overlap, contain one another and reach outside the opening hours. A free slot is a stretch of opening time without any booking, as long as possible and at least
    `minimum` minutes long.

    Parameters:
    - opening (list of str): The opening hours, in any order.
    - bookings (list of str): The bookings, in any order.
    - minimum (int): The least length of a free slot in minutes. Default is 30.

    Returns:
    - list of str: The free slots as "HH:MM-HH:MM", in order of time.

    Raises:
    - ValueError: when a span is malformed, ends after 24:00 or not after its start, or when minimum is less than 1.

    Requirements:
    - re

    Example:
    >>> task_func(["08:00-12:00", "13:00-17:00"], ["09:00-09:45", "13:00-16:40"])
    ['08:00-09:00', '09:45-12:00']
    """
    if minimum < 1:
        raise ValueError("minimum must be at least 1")

    def parse(span):
        match = SPAN.fullmatch(span)
        if match is None:
            raise ValueError(f"not a span: {span!r}")
        hour, minute, end_hour, end_minute = map(int, match.groups())
        start, end = hour * 60 + minute, end_hour * 60 + end_minute
        if not start < end <= 24 * 60:
            raise ValueError(f"not within a day: {span!r}")
        return start, end

    merged = []
    for start, end in sorted(map(parse, opening)):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    busy = sorted(map(parse, bookings))
    free = []
    for start, end in merged:
        cursor = start
        for taken, released in [*busy, (end, end)]:
            if min(taken, end) - cursor >= minimum:
                free.append((cursor, min(taken, end)))
            cursor = max(cursor, released)
    return [f"{a // 60:02d}:{a % 60:02d}-{b // 60:02d}:{b % 60:02d}" for a, b in free]
