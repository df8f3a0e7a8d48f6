"""Prints, as a JSON list, the distributions of this environment and whether every file they
recorded is there, in its size.

pip records files with their size; of those made while it installs (compiled modules, the record
itself) only the name. A distribution without a record was being installed when pip was stopped.
"""

import importlib.metadata
import json
import os
import re
import sys


def is_whole(distribution: importlib.metadata.Distribution) -> bool:
    files = distribution.files
    return files is not None and all(is_there(file) for file in files if file.suffix != ".pyc")


def is_there(file: importlib.metadata.PackagePath) -> bool:
    try:
        size = os.stat(file.locate()).st_size
    except OSError:
        return False
    return file.size is None or file.size == size


json.dump(
    [
        {
            "name": re.sub(r"[-_.]+", "-", distribution.metadata["Name"] or "").lower(),
            "version": distribution.version or "",
            "whole": is_whole(distribution),
        }
        for distribution in importlib.metadata.distributions()
    ],
    sys.stdout,
)
