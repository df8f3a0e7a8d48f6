from decimal import Decimal


def task_func(amount, weights):
    """
    Split an amount of money in proportion to integer weights so that the shares add up to the amount exactly. Each share is first
    rounded towards zero to whole cents; the cents left over go one each to the shares that lost the largest part of a cent, the
    earlier share first when they lost the same. A negative amount is split like the positive one and every share is negated.

    Parameters:
    - amount (str, int or Decimal): amount of money with at most two decimals that are not zero.
    - weights (list of int): one weight per share, none negative, at least one positive. A weight of zero gets a share of 0.00.

    Returns:
    - list of Decimal: the shares in the order of the weights, each written with exactly two decimals (an exponent of -2).

    Raises:
    - ValueError: when the amount has fractions of a cent, weights is empty, a weight is negative, or all the weights are zero.

    Requirements:
    - decimal

    Example:
    >>> [str(share) for share in task_func("10.00", [1, 1, 1])]
    ['3.34', '3.33', '3.33']
    """
    cents = Decimal(amount).scaleb(2)
    if cents != cents.to_integral_value():
        raise ValueError(f"{amount} is not a whole number of cents")
    total = sum(weights)
    if total == 0 or min(weights) < 0:
        raise ValueError("weights must not be negative, and one must be positive")
    sign = -1 if cents < 0 else 1
    pot = abs(int(cents))
    parts = [divmod(pot * weight, total) for weight in weights]
    shares = [whole for whole, _ in parts]
    leftover = pot - sum(shares)
    order = sorted(range(len(parts)), key=lambda i: parts[i][1], reverse=True)
    for i in order[:leftover]:
        shares[i] += 1
    return [Decimal(sign * share).scaleb(-2) for share in shares]
