import base64
import hashlib
import json
import os
import time
from functools import reduce
from operator import getitem


def dig(tree, *path):
    """Follow the keys and indices of the path down into a nested structure."""
    return reduce(getitem, path, tree)


def fingerprint(text):
    digest = hashlib.new("sha256", bytes(text, "utf-8")).digest()
    return base64.standard_b64encode(digest).decode("ascii")


def task_func(file_path, unknown_key):
    with open(file_path, encoding="utf-8") as source:
        info = dig(json.load(source), "A", unknown_key, "maindata", 0, "Info")

    stamp = time.strftime("%Y%m%d%H%M%S")
    target = os.path.abspath(f"{unknown_key}_{stamp}.txt")
    with open(target, "w", encoding="ascii") as sink:
        sink.write(fingerprint(info))
    return target
