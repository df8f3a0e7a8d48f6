import re
from datetime import timedelta

UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds", "ms": "milliseconds"}
NUMBER = r"([0-9]+(?:\.[0-9]+)?)"


def task_func(text, default_unit="s"):
    """
    Parse a duration such as "1h30m", "2d 4h", "1.5 h" or "250ms". It is a sequence of parts, each a NUMBER followed by one of the UNITS, in upper or lower case; white space is
    allowed around the text, between parts, and between a number and its unit. The units must come from large to small (as in UNITS) and none twice. A sign (+ or -), with
    optional white space behind it, may stand in front and holds for the whole. A number alone has the unit `default_unit`.

    Parameters:
    - text (str): The duration.
    - default_unit (str): The unit, a key of UNITS, of a number without unit. Default is "s".

    Returns:
    - datetime.timedelta: The duration.

    Raises:
    - ValueError: when the text is empty or not of this form.

    Requirements:
    - re
    - datetime

    Example:
    >>> task_func("1h30m")
    datetime.timedelta(seconds=5400)
    """
    body = text.strip().lower()
    sign = -1 if body.startswith("-") else 1
    if body[:1] in ("+", "-"):
        body = body[1:].lstrip()
    if re.fullmatch(NUMBER, body):
        body += default_unit
    part = re.compile(NUMBER + r"\s*(ms|[wdhms])\s*")
    if not re.fullmatch(f"(?:{part.pattern})+", body):
        raise ValueError(f"not a duration: {text!r}")
    parts = part.findall(body)
    ranks = [list(UNITS).index(unit) for _, unit in parts]
    if ranks != sorted(set(ranks)):
        raise ValueError(f"units are repeated or out of order: {text!r}")
    total = timedelta()
    for amount, unit in parts:
        total += timedelta(**{UNITS[unit]: float(amount)})
    return sign * total
