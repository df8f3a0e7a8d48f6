import operator
import re

TOKEN = re.compile(r"\d+(?:\.\d+)?|[A-Za-z_]\w*|\S")
RANK = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 4}
APPLY = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "^": operator.pow}


def task_func(expression, variables=None):
    """
    Work out an arithmetic expression made of numbers (digits, optionally a point and more digits), variable names, parentheses, the
    operators + - * / ^ (power) and the minus sign in front of an operand. Powers bind tightest and group from the right; then comes
    the minus sign, so -2^2 is -4 and 2^-1 is 0.5; then * and /; then + and -, these four grouping from the left. Blanks between
    numbers, names and signs do not matter. There is no plus sign in front of an operand and no multiplication without *.

    Parameters:
    - expression (str): the expression.
    - variables (dict): numbers by name; names begin with a letter or underscore. Default is None, meaning no variables.

    Returns:
    - float: the value.

    Raises:
    - ValueError: when the expression is not well formed or uses an unknown name.
    - ZeroDivisionError: when it divides by zero.

    Requirements:
    - operator
    - re

    Example:
    >>> task_func("2 * (x + 1) ^ 2", {"x": 4})
    50.0
    """
    variables = variables or {}
    tokens = ["", *reversed(TOKEN.findall(expression))]

    def operand():
        token = tokens.pop()
        if token == "-":
            return -climb(3)
        if token == "(":
            value = climb(1)
            if tokens.pop() != ")":
                raise ValueError("a parenthesis is not closed")
            return value
        if token in variables:
            return float(variables[token])
        if token[:1].isdigit():
            return float(token)
        raise ValueError(f"unexpected {token!r}")

    def climb(lowest):
        value = operand()
        while RANK.get(tokens[-1], 0) >= lowest:
            sign = tokens.pop()
            value = APPLY[sign](value, climb(RANK[sign] + (sign != "^")))
        return value

    result = climb(1)
    if tokens != [""]:
        raise ValueError(f"unexpected {tokens[-1]!r}")
    return result
