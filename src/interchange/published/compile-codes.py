"""Says of every code that comes in whether it compiles; compiles only, runs nothing.

In, one JSON text a line: the code. Out, one line each, in order: true or false; before them one
line: the Python's version, "3.11.2".
"""

import json
import platform
import signal
import sys
import warnings


def compiles(code: str) -> bool:
    try:
        compile(code, "tmp.py", "exec")
    except Exception:
        # SyntaxError; ValueError for NUL bytes and lone surrogates; RecursionError and MemoryError
        # for deep nesting.
        return False
    return True


def main() -> None:
    # Ctrl-C reaches us too, and is for our parent to answer: we end with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.simplefilter("ignore")
    print(json.dumps(platform.python_version()), flush=True)
    for line in sys.stdin:
        print(json.dumps(compiles(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
