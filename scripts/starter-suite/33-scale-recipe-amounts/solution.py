from collections import defaultdict
from fractions import Fraction


def task_func(ingredients, servings, wanted):
    """
    Scale a recipe from its number of servings to the number wanted and add up the amounts, exactly. An amount is a text such as "2",
    "3/4", "0.5" or "1 1/2" (parts separated by blanks are added); an empty amount counts as zero. Entries are added together when
    their names agree, ignoring case and blanks around them, and their units are the same. Units are not converted.

    Parameters:
    - ingredients (list of tuple): (name, amount, unit) entries, all texts.
    - servings (int): number of servings the recipe is written for.
    - wanted (int): number of servings to make.

    Returns:
    - list of tuple: (name, unit, total) sorted by name, then unit. The name is in small letters without blanks around it. The total
      is a text in lowest terms: "3", "2/3", "1 1/2" (whole part, blank, proper fraction) or "0".

    Raises:
    - ValueError: when servings or wanted is not positive.

    Requirements:
    - collections
    - fractions

    Example:
    >>> task_func([("Flour", "1 1/2", "cup"), ("salt", "1/4", "tsp"), ("flour", "1/4", "cup")], 4, 8)
    [('flour', 'cup', '3 1/2'), ('salt', 'tsp', '1/2')]
    """
    if servings <= 0 or wanted <= 0:
        raise ValueError("the numbers of servings must be positive")
    factor = Fraction(wanted, servings)
    totals = defaultdict(Fraction)
    for name, amount, unit in ingredients:
        quantity = sum(Fraction(part) for part in amount.split())
        totals[name.strip().lower(), unit] += quantity * factor
    shopping = []
    for (name, unit), total in sorted(totals.items()):
        whole, rest = divmod(total, 1)
        parts = [str(number) for number in (whole, rest) if number]
        shopping.append((name, unit, " ".join(parts) or "0"))
    return shopping
