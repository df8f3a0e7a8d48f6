import glob
import os
import re

DEFAULT_PATTERN = r'\\(.+?\\)|\\w'


def _matches(pattern, text):
    """
    All matches in the order of the text: the captured group where the
    pattern captured one, the whole match otherwise.
    """
    found = []
    position = 0
    while position <= len(text):
        match = pattern.search(text, position)
        if match is None:
            break
        found.append(match.group(match.lastindex or 0))
        # step over an empty match, or the search would never advance
        position = match.end() if match.end() > match.start() else match.end() + 1
    return found


def task_func(directory_path: str, regex_pattern: str = DEFAULT_PATTERN) -> dict:
    pattern = re.compile(regex_pattern)
    extracted = {}
    for path in glob.iglob(os.path.join(glob.escape(directory_path), '*.txt')):
        with open(path, encoding='utf-8', errors='replace') as handle:
            extracted[os.path.basename(path)] = _matches(pattern, handle.read())
    return extracted
