import csv
from io import StringIO

import pandas as pd
import requests
from bs4 import BeautifulSoup


def download(url: str) -> str:
    reply = requests.get(url, timeout=5)
    reply.raise_for_status()
    return reply.text


def rows_of(table):
    """Yield (is_header, texts) for each row of the table."""
    for tr in table.find_all('tr'):
        cells = tr.find_all(['td', 'th'])
        is_header = bool(cells) and all(cell.name == 'th' for cell in cells)
        yield is_header, [cell.get_text(' ', strip=True) for cell in cells]


def task_func(url, table_id):
    soup = BeautifulSoup(download(url), 'html.parser')
    table = soup.find('table', id=table_id)
    if table is None:
        raise ValueError("Table with the specified ID not found.")

    rows = [row for row in rows_of(table) if row[1]]
    if not rows:
        return pd.DataFrame()

    # by way of CSV pandas finds the types of the columns
    buffer = StringIO()
    csv.writer(buffer).writerows(texts for _, texts in rows)
    buffer.seek(0)
    first_is_header = rows[0][0]
    return pd.read_csv(buffer, header=0 if first_is_header else None)
