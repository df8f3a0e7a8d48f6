"""The limits of one job, as the harness sends them, put on the process that will run it."""

import resource

# Name in the settings -> resource. All but `files` and `processes` are bytes.
BY_NAME = {
    "memory": "RLIMIT_AS",
    "file_size": "RLIMIT_FSIZE",
    "files": "RLIMIT_NOFILE",
    "processes": "RLIMIT_NPROC",
    "core": "RLIMIT_CORE",
}


def apply(limits):
    """Lowers hard and soft limits; one that the system does not know or already holds lower stays."""
    for name, value in limits.items():
        kind = getattr(resource, BY_NAME.get(name, ""), None)
        if kind is None:
            continue
        _, hard = resource.getrlimit(kind)
        wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(kind, (wanted, wanted))
        except (ValueError, OSError):
            if kind != resource.RLIMIT_AS:  # macOS refuses RLIMIT_AS; nothing else may be refused
                raise
