import re

import pandas as pd

# a line with at least one character that is not whitespace
NON_BLANK_LINE = re.compile(r"^.*\S.*$", flags=re.MULTILINE)


def task_func(input_string: str) -> pd.DataFrame:
    rows = (match.group().replace("\t", " ") for match in NON_BLANK_LINE.finditer(input_string))
    return pd.DataFrame({"Text": pd.Series(rows, dtype=object)})
