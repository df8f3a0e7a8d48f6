"""Errors of our own, in words that may be told: what and where in our code, no path of the host."""

import re
import traceback

from .traceback_text import OURS

LONGEST = 300
_PATH = re.compile(r"(?<![\w.<>])/[^\s'\":;,()]+")


def describe(error: BaseException) -> str:
    """`OSError: [Errno 1] mount <path>: Operation not permitted (world.py:73)`."""
    message = _PATH.sub("<path>", str(error)).split("\n")[0][:LONGEST]
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(OURS)]
    where = f" ({ours[-1].filename[len(OURS) :]}:{ours[-1].lineno})" if ours else ""
    return f"{type(error).__name__}: {message}{where}"


def lost(error: BaseException) -> dict[str, str]:
    """What is told of a job when an error of ours took its verdict."""
    return {"lost": f"an error of convcodebench: {describe(error)}"}
