import string

DIGITS = string.digits + string.ascii_lowercase


def task_func(text, source, target, width=1):
    """
    Rewrite a whole number from one number base in another. The digits are 0-9 followed by a-z; capital letters are read too, but the
    result uses small ones. The text may have blanks around it and one sign (+ or -) in front of the digits. The result carries a
    sign only when the number is below zero, and has no leading zeros except those needed to reach the width.

    Parameters:
    - text (str): number written in the source base, such as "-7F".
    - source (int): base of the text, from 2 to 36.
    - target (int): base of the result, from 2 to 36.
    - width (int): smallest number of digits in the result, the sign not counted; at least 1. Default is 1.

    Returns:
    - str: the number written in the target base.

    Raises:
    - ValueError: when a base is outside 2 to 36, there are no digits, or a character is not a digit of the source base.

    Requirements:
    - string

    Example:
    >>> task_func("-ff", 16, 2)
    '-11111111'
    >>> task_func("5", 10, 2, width=8)
    '00000101'
    """
    if not (2 <= source <= 36 and 2 <= target <= 36):
        raise ValueError("bases go from 2 to 36")
    digits = text.strip().lower()
    negative = digits.startswith("-")
    if digits.startswith(("+", "-")):
        digits = digits[1:]
    if not digits:
        raise ValueError(f"no digits in {text!r}")
    value = 0
    for digit in digits:
        worth = DIGITS.find(digit)
        if not 0 <= worth < source:
            raise ValueError(f"{digit!r} is not a digit in base {source}")
        value = value * source + worth
    sign = "-" if negative and value > 0 else ""
    result = []
    while value > 0:
        value, rest = divmod(value, target)
        result.append(DIGITS[rest])
    return sign + "".join(reversed(result)).rjust(width, "0")
