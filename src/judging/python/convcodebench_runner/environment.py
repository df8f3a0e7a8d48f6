"""What a verdict depends on besides the code: the Python version and, where asked, the installed distributions."""

import hashlib
import importlib.metadata
import platform


def fingerprint(settings):
    """`3.11.7`, or `3.11.7+` and 16 hexadecimal digits over the sorted `name==version` of what is installed."""
    version = platform.python_version()
    if not settings["distributions"]:
        return version
    installed = sorted({"%s==%s" % (d.metadata["Name"], d.version) for d in importlib.metadata.distributions()})
    return "%s+%s" % (version, hashlib.sha256("\n".join(installed).encode()).hexdigest()[:16])
