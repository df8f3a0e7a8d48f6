import os
import shutil
from pathlib import Path


def task_func(source_dir, dest_dir, extension):
    suffix = os.extsep + extension.lstrip(os.extsep)
    target = Path(dest_dir)

    # a list, since the moves below change the directory
    candidates = [path for path in Path(source_dir).iterdir()
                  if path.is_file() and path.name.endswith(suffix)]

    moved = 0
    while candidates:
        path = candidates.pop()
        shutil.move(str(path), str(target / path.name))
        moved += 1
    return moved
