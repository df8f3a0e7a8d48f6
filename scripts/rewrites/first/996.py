import json

import requests
from bs4 import BeautifulSoup

TIMEOUT_SECONDS = 5


def _page_title(markup):
    tag = BeautifulSoup(markup, "html.parser").find("title")
    return None if tag is None else tag.string


def task_func(url: str, file_name: str = "Output.txt") -> str:
    page = requests.get(url, timeout=TIMEOUT_SECONDS)
    record = json.dumps({"title": _page_title(page.content)})

    with open(file_name, mode="a", encoding="utf-8") as output:
        output.write(f"{record}\n")

    return file_name
