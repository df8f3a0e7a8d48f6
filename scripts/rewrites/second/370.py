import errno
import glob
import json
import os

QUOTE = '"'
PROTECTED_QUOTE = r'\\"'


def escape_quotes(json_text: str) -> str:
    """Put a double backslash in front of each double quote."""
    return PROTECTED_QUOTE.join(json_text.split(QUOTE))


def rewrite(file_name: str) -> str:
    with open(file_name, 'r+', encoding='utf-8') as stream:
        content = json.load(stream)
        stream.seek(0)
        stream.truncate()
        stream.write(escape_quotes(json.dumps(content)))
    return file_name


def task_func(directory_path: str) -> list:
    if not os.path.exists(directory_path):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), directory_path)

    return [rewrite(name) for name in glob.iglob(os.path.join(directory_path, '*.json'))]
