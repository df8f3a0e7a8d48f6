"""What a verdict depends on besides the code: the version of Python, and distributions."""

import hashlib
import importlib.metadata
import platform


def fingerprint(distributions: bool) -> str:
    """`3.11.7`; with distributions `3.11.7+` and 16 hexadecimal digits over the sorted
    `name==version` of what is installed.
    """
    version = platform.python_version()
    if not distributions:
        return version
    found = importlib.metadata.distributions()
    installed = sorted({f"{each.metadata['Name']}=={each.version}" for each in found})
    digest = hashlib.sha256("\n".join(installed).encode()).hexdigest()
    return f"{version}+{digest[:16]}"
