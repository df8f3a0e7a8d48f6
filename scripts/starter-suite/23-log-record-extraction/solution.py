import re
from datetime import datetime

LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]


def task_func(text, min_level="INFO"):
    """
    Extract the records of a log. A record line looks like "2024-03-05 10:22:31 [WARNING] auth.login-2: message": a valid date and time, a name of LEVELS (any letter
    case) in square brackets, a source of letters, digits, underscores, dots and hyphens, a colon, a space and the message (which may be empty). A line that starts with
    white space and is not blank continues the record before it: its stripped text is appended to that message after a newline. Any other line (a blank one too)
    is ignored and ends the record, so that continuation lines after it, or before the first record, are ignored as well.

    Parameters:
    - text (str): The log text.
    - min_level (str): Records below this level are left out (LEVELS goes from low to high); any letter case. Default is "INFO".

    Returns:
    - list of dict: For each record, in order: "time" (datetime.datetime), "level" (upper case), "source" and "message" (stripped).

    Raises:
    - ValueError: when min_level is not a name of LEVELS.

    Requirements:
    - re
    - datetime

    Example:
    >>> task_func("2024-03-05 10:22:31 [error] db: down\\n  retry in 5 s")[0]["message"]
    'down\\nretry in 5 s'
    """
    threshold = LEVELS.index(min_level.upper())
    pattern = re.compile(
        r"(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) \[(?P<level>[A-Za-z]+)\] (?P<source>[\w.-]+): (?P<message>.*)"
    )
    records, current = [], None
    for line in text.splitlines():
        match = pattern.fullmatch(line)
        if match and match["level"].upper() in LEVELS:
            current = {
                "time": datetime.strptime(match["time"], "%Y-%m-%d %H:%M:%S"),
                "level": match["level"].upper(),
                "source": match["source"],
                "message": match["message"].strip(),
            }
            records.append(current)
        elif current is not None and line[:1].isspace() and line.strip():
            current["message"] += "\n" + line.strip()
        else:
            current = None
    return [record for record in records if LEVELS.index(record["level"]) >= threshold]
