"""Imports the modules named by the JSON list on standard input, one after the other.

One JSON line per module goes to the first output, `{"module": NAME, "error": null or "Type:
message"}`, at once: where an import ends the process, the first module without a line is the one
that did it.
"""

import importlib
import json
import os
import sys

report = os.fdopen(os.dup(1), "w", encoding="utf-8")
# Some libraries print while they are imported.
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

for module in json.load(sys.stdin):
    try:
        importlib.import_module(module)
        error = None
    except Exception as problem:
        error = f"{type(problem).__name__}: {problem}"
    print(json.dumps({"module": module, "error": error}), file=report, flush=True)
# Threads that a library left running must not keep the process.
report.close()
os._exit(0)
