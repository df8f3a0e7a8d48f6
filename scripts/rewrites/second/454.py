import os
import shutil
import glob
from contextlib import suppress


class AlreadyThere(Exception):
    pass


def check_directory(path):
    if not os.path.exists(path):
        raise FileNotFoundError(path)


def move_into(path, directory):
    """Move the file unless the directory has one of that name; return its new path."""
    destination = os.path.join(directory, os.path.split(path)[1])
    if os.path.exists(destination):
        raise AlreadyThere(destination)
    shutil.move(path, directory)
    return destination


def task_func(src_dir, dest_dir, ext):
    for directory in (src_dir, dest_dir):
        check_directory(directory)

    moved = []
    for path in glob.glob(os.path.join(src_dir, '*' + os.extsep + ext)):
        with suppress(AlreadyThere):
            moved.append(move_into(path, dest_dir))
    return moved
