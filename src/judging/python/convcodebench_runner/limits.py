"""The limits of one job, put on the process that will run it."""

import resource

from .settings import Limits


def apply(limits: Limits) -> None:
    """Lowers hard and soft limits; those that the system does not know or holds lower stay."""
    _lower("RLIMIT_AS", limits.memory)
    _lower("RLIMIT_FSIZE", limits.file_size)
    _lower("RLIMIT_NOFILE", limits.files)
    _lower("RLIMIT_NPROC", limits.processes)
    _lower("RLIMIT_CORE", limits.core)


def _lower(name: str, value: int) -> None:
    kind: int | None = getattr(resource, name, None)
    if kind is None:
        return
    _, hard = resource.getrlimit(kind)
    wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
    try:
        resource.setrlimit(kind, (wanted, wanted))
    except (ValueError, OSError):
        if name != "RLIMIT_AS":  # macOS refuses RLIMIT_AS; nothing else may be refused
            raise
