import re
from pathlib import Path
import os


def task_func(directory_path: str, regex_pattern: str = r'\\(.+?\\)|\\w') -> dict:
    find_matches = re.compile(regex_pattern).findall
    return {
        path.name: find_matches(path.read_text())
        for path in sorted(Path(directory_path).glob('*.txt'))
        if os.access(path, os.R_OK)
    }
