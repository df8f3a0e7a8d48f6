import glob
import os
import shutil


def _require_directories(**directories):
    for label, path in directories.items():
        if not os.path.exists(path):
            raise FileNotFoundError(f"The {label} directory '{path}' does not exist.")


def task_func(src_dir, dest_dir, ext):
    _require_directories(source=src_dir, destination=dest_dir)

    pattern = os.path.join(glob.escape(src_dir), f"*.{ext}")
    moved = []
    for candidate in sorted(glob.glob(pattern)):
        target = os.path.join(dest_dir, os.path.basename(candidate))
        if os.path.exists(target):
            continue
        shutil.move(candidate, target)
        moved.append(target)
    return moved
