import base64
import json
import unicodedata

ENCODING = "utf-8"


def _decode(encoded: str) -> str:
    raw = base64.b64decode(encoded)
    return unicodedata.normalize("NFC", str(raw, ENCODING))


def task_func(json_file: str) -> dict:
    with open(json_file, encoding=ENCODING) as source:
        entries = json.loads(source.read())

    result = {}
    for key in entries:
        result[key] = _decode(entries[key])
    return result
