import csv
import io
import json
import math
from datetime import datetime


def task_func(csv_text, types):
    """
    Turn CSV text into a JSON array of objects, one per data row, keys in column order. Header names are stripped, put in
    lower case, and each space inside becomes "_". Cells are stripped and converted by types: a blank cell is null, but
    "" in a "str" column. Rows whose cells are all blank (and empty lines) are skipped and not counted. Non-ASCII
    characters are written as they are, not as escapes. An empty text or a header alone gives "[]".

    Parameters:
    - csv_text (str): The CSV text, comma separated, header in the first line.
    - types (dict): normalised header name -> "str", "int", "float", "bool" (yes/true/1 and no/false/0, in any
      case) or "date" (day/month/year such as 31/12/2024, written as "2024-12-31"); other columns are "str".

    Returns:
    - str: The JSON text, as json.dumps lays it out by default (", " and ": " as separators, one line).

    Raises:
    - ValueError: when a row has more or fewer cells than the header, a cell cannot be converted, or a float is not
      finite. The message contains "record N", where N is the number of the offending data row, counted from 1.

    Requirements:
    - csv
    - io
    - json
    - math
    - datetime

    Example:
    >>> task_func("Name,Unit Price,Since\\nbolt,0.25,01/02/2024\\n", {"unit_price": "float", "since": "date"})
    '[{"name": "bolt", "unit_price": 0.25, "since": "2024-02-01"}]'
    """
    def finite(cell):
        if not math.isfinite(value := float(cell)):
            raise ValueError("not a finite number")
        return value

    words = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    converters = {
        "int": int,
        "float": finite,
        "bool": lambda cell: words[cell.lower()],
        "date": lambda cell: datetime.strptime(cell, "%d/%m/%Y").date().isoformat(),
    }
    rows = csv.reader(io.StringIO(csv_text))
    header = [name.strip().lower().replace(" ", "_") for name in next(rows, [])]
    records = []
    for row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        number = len(records) + 1
        if len(cells) != len(header):
            raise ValueError(f"record {number}: {len(cells)} cells for {len(header)} columns")
        record = {}
        for name, cell in zip(header, cells):
            kind = types.get(name, "str")
            try:
                record[name] = cell if kind == "str" else converters[kind](cell) if cell else None
            except (KeyError, ValueError):
                raise ValueError(f"record {number}: {cell!r} is not of type {kind}") from None
        records.append(record)
    return json.dumps(records, ensure_ascii=False)
