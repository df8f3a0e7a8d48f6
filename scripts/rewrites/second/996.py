import json
from dataclasses import asdict, dataclass
from typing import Optional

import requests
from bs4 import BeautifulSoup


@dataclass(frozen=True)
class PageTitle:
    title: Optional[str]

    @classmethod
    def from_html(cls, html: str) -> "PageTitle":
        node = BeautifulSoup(html, features="html.parser").select_one("title")
        return cls(node.get_text() if node else None)

    def to_json_line(self) -> str:
        return json.dumps(asdict(self)) + "\n"


def download(url: str) -> str:
    response = requests.get(url, timeout=10)
    response.raise_for_status()
    return response.text


def task_func(url: str, file_name: str = "Output.txt") -> str:
    page = PageTitle.from_html(download(url))
    with open(file_name, "a", encoding="utf-8") as log:
        log.write(page.to_json_line())
    return file_name
