from io import StringIO

import pandas as pd
import requests
from bs4 import BeautifulSoup


class TableNotFoundError(ValueError):
    def __init__(self):
        super().__init__("Table with the specified ID not found.")


def _fetch(url):
    response = requests.get(url, timeout=10)
    response.raise_for_status()
    return BeautifulSoup(response.text, "html.parser")


def task_func(url, table_id):
    table = next(
        (tag for tag in _fetch(url)("table") if tag.get("id") == table_id),
        None,
    )
    if table is None:
        raise TableNotFoundError()
    if table.tr is None:
        return pd.DataFrame()

    (df,) = pd.read_html(StringIO(table.decode()), attrs={"id": table_id})
    return df
