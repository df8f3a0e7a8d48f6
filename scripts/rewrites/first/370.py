import json
import os
import re
from pathlib import Path

BARE_QUOTE = re.compile(r'(?<!\\)"')


class DirectoryMissingError(FileNotFoundError):
    pass


def _protect(path):
    document = json.loads(path.read_text())
    text = json.dumps(document, ensure_ascii=False)
    path.write_text(BARE_QUOTE.sub(lambda quote: '\\\\' + quote.group(), text))


def task_func(directory_path: str) -> list:
    if not os.path.isdir(directory_path):
        raise DirectoryMissingError(f"No such directory: {directory_path}")

    processed = []
    for path in sorted(Path(directory_path).glob('*.json')):
        _protect(path)
        processed.append(str(path))
    return processed
