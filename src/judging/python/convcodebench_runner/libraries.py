"""What a server loads before it forks: the libraries of a tier, and memory in good order."""

import gc
import importlib
import os
import sys

from . import job, linux
from .world import World


def load(world: World, tier: int) -> None:
    if tier > 0:
        linux.reserve_memory()
    _preload(world.settings.preload[tier], world.scratch)
    job.remember_machinery()
    gc.collect()
    gc.freeze()
    linux.join_pages()


def _preload(modules: tuple[str, ...], home: str) -> None:
    """Some libraries want to write when they are loaded; they do it where no job looks."""
    os.environ.update(HOME=home, MPLCONFIGDIR=home)
    for name in modules:
        try:
            importlib.import_module(name)
        except (Exception, SystemExit) as error:  # a job that needs it will say so itself
            print(f"preload of {name} failed: {error!r}", file=sys.stderr)
    del os.environ["MPLCONFIGDIR"]
