import csv
import io
from decimal import Decimal, InvalidOperation, ROUND_HALF_UP


def task_func(csv_text, group_column, value_column):
    """
    Add up one column of a CSV text (first line = header) per group. Group names are stripped and compared without
    regard to case (the first spelling seen is reported); a blank or missing group is "(none)". Values are decimal
    numbers that may hold commas as thousands separators; a blank or missing value (a short row) counts as zero.
    Sums are exact; only the final totals are rounded to 2 decimals, halves away from zero.

    Parameters:
    - csv_text (str): The CSV text, comma separated, with double quotes as the quote character.
    - group_column (str): The header of the column that names the group.
    - value_column (str): The header of the column to add up.

    Returns:
    - list of tuples (str, int, float): group, number of rows, rounded total; the largest rounded total first,
      equal totals in the order of the group names (without regard to case).

    Raises:
    - ValueError: when a column is not in the header, or a value is not a finite number.

    Requirements:
    - csv
    - io
    - decimal

    Example:
    >>> task_func("team,paid\\nred,2.50\\nblue,4\\nRed,1\\n", "team", "paid")
    [('blue', 1, 4.0), ('red', 2, 3.5)]
    """
    reader = csv.DictReader(io.StringIO(csv_text))
    for column in (group_column, value_column):
        if column not in (reader.fieldnames or []):
            raise ValueError(f"no column {column!r}")
    labels, counts, totals = {}, {}, {}
    for row in reader:
        label = (row[group_column] or "").strip() or "(none)"
        key = label.casefold()
        labels.setdefault(key, label)
        text = (row[value_column] or "").strip().replace(",", "")
        try:
            amount = Decimal(text or "0")
        except InvalidOperation:
            raise ValueError(f"not a number: {text!r}") from None
        if not amount.is_finite():
            raise ValueError(f"not a finite number: {text!r}")
        counts[key] = counts.get(key, 0) + 1
        totals[key] = totals.get(key, Decimal(0)) + amount
    cent = Decimal("0.01")
    result = [(labels[key], counts[key], float(totals[key].quantize(cent, ROUND_HALF_UP))) for key in labels]
    return sorted(result, key=lambda item: (-item[2], item[0].casefold()))
