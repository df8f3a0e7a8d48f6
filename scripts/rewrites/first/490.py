import json
from pathlib import Path

import xmltodict


def task_func(s, file_path):
    document = xmltodict.parse(s)
    Path(file_path).write_text(json.dumps(document, ensure_ascii=False, indent=2), encoding="utf-8")
    return document
