import hashlib
import json
import os
import time
from base64 import b64encode
from contextlib import contextmanager
from functools import reduce


@contextmanager
def stamped(name):
    path = os.path.abspath(f"{name}_hashed_{int(time.time())}.txt")
    with open(path, "w") as file:
        yield file, path


def task_func(file_path, unknown_key):
    with open(file_path, "r") as file:
        whole = json.load(file)
    value = reduce(lambda at, key: at[key], ("A", unknown_key, "maindata", 0, "Info"), whole)
    digest = hashlib.new("sha256", value.encode("utf-8")).digest()
    with stamped(unknown_key) as (file, path):
        file.write(b64encode(digest).decode("ascii"))
    return path
