import hashlib
from collections import defaultdict
from pathlib import Path


def task_func(root, min_size=1):
    """
    Find the groups of files below root (at any depth) with exactly the same content. Symbolic links are ignored. Several
    hard links to one file are a single file, known by its alphabetically first path. Paths are relative to root, with
    "/", and are compared as plain strings. A group wastes the bytes of all of its files but one.

    Parameters:
    - root (str or Path): The directory to search.
    - min_size (int): Files smaller than this many bytes are ignored. Default is 1, which leaves out empty files.

    Returns:
    - list of lists of str: The groups of two or more files, each sorted; the group that wastes most bytes first,
      equal waste in the order of the first paths.

    Requirements:
    - hashlib
    - collections
    - pathlib

    Example:
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name, text in (("b.txt", "same"), ("a.txt", "same"), ("c.txt", "else")):
    ...         _ = Path(folder, name).write_text(text)
    ...     task_func(folder)
    [['a.txt', 'b.txt']]
    """
    root = Path(root)
    by_size = defaultdict(list)
    seen = set()
    for path in sorted(root.rglob("*"), key=lambda item: item.as_posix()):
        if path.is_symlink() or not path.is_file():
            continue
        info = path.stat()
        identity = (info.st_dev, info.st_ino)
        if info.st_size < min_size or identity in seen:
            continue
        seen.add(identity)
        by_size[info.st_size].append(path)
    groups = []
    for size, paths in by_size.items():
        if len(paths) < 2:
            continue
        by_digest = defaultdict(list)
        for path in paths:
            by_digest[hashlib.sha256(path.read_bytes()).digest()].append(path.relative_to(root).as_posix())
        groups += [(size * (len(names) - 1), names) for names in by_digest.values() if len(names) > 1]
    groups.sort(key=lambda group: (-group[0], group[1]))
    return [names for _, names in groups]
