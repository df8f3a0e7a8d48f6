from datetime import datetime, timedelta, timezone


def task_func(timestamps, utc_offset=0, fill_gaps=False):
    """
    Group timestamps by ISO week (Monday to Sunday; the week belongs to the ISO year, so late December may be in week 1 of the next year). Each timestamp is taken to the local
    time `utc_offset` hours ahead of UTC before its date is looked at; one without offset is in UTC, and "Z" means UTC. With `fill_gaps` the weeks without timestamps that lie
    between the first and the last week appear too, with zeros.

    Parameters:
    - timestamps (list of str): ISO timestamps such as "2024-01-03T10:00:00", "2024-01-03T10:00:00Z" or "2024-01-03T10:00:00+02:00", in any order.
    - utc_offset (int or float): The offset of the local time in hours. Default is 0.
    - fill_gaps (bool): Whether empty weeks in between are reported. Default is False.

    Returns:
    - dict: From the week, as "2024-W01", to a dict of "monday" (the date of its Monday as "YYYY-MM-DD"), "count" (timestamps in the week)
      and "days" (different local dates among them); the weeks in order of time.

    Requirements:
    - datetime

    Example:
    >>> task_func(["2024-01-03T10:00:00Z", "2024-01-03T12:00:00Z"])
    {'2024-W01': {'monday': '2024-01-01', 'count': 2, 'days': 1}}
    """
    zone = timezone(timedelta(hours=utc_offset))
    groups = {}
    for text in timestamps:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=timezone.utc)
        day = moment.astimezone(zone).date()
        groups.setdefault(day - timedelta(days=day.weekday()), []).append(day)
    if fill_gaps and groups:
        for number in range((max(groups) - min(groups)).days // 7):
            groups.setdefault(min(groups) + timedelta(weeks=number), [])
    report = {}
    for monday in sorted(groups):
        year, week, _ = monday.isocalendar()
        days = groups[monday]
        report[f"{year}-W{week:02d}"] = {"monday": monday.isoformat(), "count": len(days), "days": len(set(days))}
    return report
