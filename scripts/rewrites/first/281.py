import os
import re
from collections import Counter

IPV4 = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")


def _log_paths(folder):
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file() and entry.name.endswith(".log"):
                yield entry.path


def _addresses(path):
    with open(path, errors="replace") as log:
        for line in log:
            for match in IPV4.finditer(line):
                yield match.group()


def task_func(folder_path: str) -> dict:
    return dict(Counter(ip for path in _log_paths(folder_path) for ip in _addresses(path)))
