import os
import re
from collections import Counter
from functools import reduce
from operator import add

OCTET = r'[0-9]{1,3}'
IP_PATTERN = re.compile(r'\.'.join([OCTET] * 4))


def count_in_file(path: str) -> Counter:
    with open(path, 'rb') as handle:
        text = handle.read().decode('utf-8', errors='ignore')
    return Counter(IP_PATTERN.findall(text))


def task_func(folder_path: str) -> dict:
    names = sorted(name for name in os.listdir(folder_path)
                   if os.path.splitext(name)[1] == '.log')
    per_file = (count_in_file(os.path.join(folder_path, name)) for name in names)
    return dict(reduce(add, per_file, Counter()))
