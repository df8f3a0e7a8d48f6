import re

VERSION = re.compile(
    r"v?(?P<core>(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*)){2})"
    r"(?:-(?P<pre>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?"
    r"(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
)


def task_func(first, second):
    """
    Compare two versions "MAJOR.MINOR.PATCH[-PRERELEASE][+BUILD]" by semantic versioning. The three numbers count first. With equal
    numbers a prerelease comes before the release. Two prereleases are compared by their dot-separated fields from left to right:
    fields of digits only by value, other fields as text by ASCII order, a field of digits before any other, and when all fields of
    the shorter one agree, the shorter one first. The build is ignored. A small "v" in front and blanks around a version are allowed.

    Parameters:
    - first (str): a version. Its three numbers have no leading zeros; the fields of prerelease and build consist of one or more
      ASCII letters, digits and hyphens.
    - second (str): another version, written alike.

    Returns:
    - int: -1 when first comes before second, 0 when they rank equal, 1 when first comes after second.

    Raises:
    - ValueError: when one of them is not a version of that form.

    Requirements:
    - re

    Example:
    >>> task_func("v1.10.0", "1.9.3")
    1
    >>> task_func("2.0.0-beta.2", "2.0.0-beta.11")
    -1
    """
    def rank(text):
        match = VERSION.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"not a semantic version: {text!r}")
        numbers = [int(number) for number in match["core"].split(".")]
        fields = []
        for field in (match["pre"] or "").split("."):
            fields.append((0, int(field), "") if field.isdigit() else (1, 0, field))
        return numbers, match["pre"] is None, fields

    left, right = rank(first), rank(second)
    return (left > right) - (left < right)
