import re


def task_func(text, keep=2):
    """
    Redact e-mail addresses and phone numbers. The text is scanned once from left to right; at each place an e-mail is tried first, then a run of digits, always as long as possible.
    E-mail: a user part of ASCII letters, digits and ._%+- then "@", then a domain of ASCII letters, digits, dots and hyphens that ends in a dot and two or more
    letters; it becomes the user's first character (nothing if the user has only one), "***@" and the domain in lower case. Digit run: an optional "+" and digits 0-9, two neighbouring
    digits may have one space, dot or hyphen between them; it is a phone number if it starts with "+" or "0" and has 7 to 15 digits; then all but its last digits become "*", the rest stays.

    Parameters:
    - text (str): The text to redact.
    - keep (int): How many final digits of a phone number stay readable, 0 to 4. Default is 2.

    Returns:
    - tuple: The redacted text and a dict with the numbers of redacted items under "emails" and "phones".

    Raises:
    - ValueError: when keep is not in the range 0 to 4.

    Requirements:
    - re

    Example:
    >>> task_func("Mail bob@Example.org or ring 030 123-4567")
    ('Mail b***@example.org or ring *** ***-**67', {'emails': 1, 'phones': 1})
    """
    if not 0 <= keep <= 4:
        raise ValueError("keep must be between 0 and 4")
    email = r"(?P<user>[A-Za-z0-9._%+-]+)@(?P<domain>[A-Za-z0-9.-]+\.[A-Za-z]{2,})"
    run = r"(?P<run>\+?[0-9](?:[ .-]?[0-9])*)"
    counts = {"emails": 0, "phones": 0}

    def redact(match):
        if match["user"]:
            counts["emails"] += 1
            first = match["user"][0] if len(match["user"]) > 1 else ""
            return first + "***@" + match["domain"].lower()
        found = match["run"]
        digits = len(re.findall("[0-9]", found))
        if found[0] not in "+0" or not 7 <= digits <= 15:
            return found
        counts["phones"] += 1
        return re.sub("[0-9]", "*", found, count=digits - keep)

    return re.sub(email + "|" + run, redact, text), counts
