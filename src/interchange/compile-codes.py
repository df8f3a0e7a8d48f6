"""Says of every code that comes in whether it compiles; compiles only, runs nothing.

In, one JSON text a line: the code. Out, one line each, in order: true or false; before them one line: "ready".
"""

import json
import sys
import warnings


def compiles(code):
    try:
        compile(code, "tmp.py", "exec")
    except Exception:  # SyntaxError; ValueError for NUL bytes and lone surrogates; RecursionError and MemoryError for deep nesting
        return False
    return True


def main():
    warnings.simplefilter("ignore")
    print('"ready"', flush=True)
    for line in sys.stdin:
        print(json.dumps(compiles(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
