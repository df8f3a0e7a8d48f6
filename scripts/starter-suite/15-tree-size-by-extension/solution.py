import os
from collections import Counter
from pathlib import Path


def task_func(root, top=None):
    """
    Summarise the files of a directory tree by extension. The extension is the last suffix in lower case with its dot
    (".gz" for "a.tar.gz"); files without one, such as "Makefile" or ".profile", count under "(none)". Directories below
    root whose name begins with a dot are left out with all they hold; hidden files elsewhere count. Symbolic links,
    to files or directories, are neither counted nor followed.

    Parameters:
    - root (str or Path): The directory to look through (its own name does not matter).
    - top (int or None): How many extensions to list; when there are more, the rest is summed in one extra last
      row named "(other)". Default is None, which lists all.

    Returns:
    - list of tuples (str, int, int): extension, number of files, bytes in all; most bytes first, equal sizes in the
      order of the extensions.

    Raises:
    - NotADirectoryError: when root is not an existing directory.

    Requirements:
    - os
    - collections
    - pathlib

    Example:
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.TXT").write_text("12345")
    ...     _ = Path(folder, "README").write_text("1234567")
    ...     task_func(folder)
    [('(none)', 1, 7), ('.txt', 1, 5)]
    """
    if not os.path.isdir(root):
        raise NotADirectoryError(str(root))
    counts, sizes = Counter(), Counter()
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        for name in names:
            path = Path(folder, name)
            if path.is_symlink():
                continue
            extension = path.suffix.lower() or "(none)"
            counts[extension] += 1
            sizes[extension] += path.stat().st_size
    rows = [(extension, counts[extension], sizes[extension]) for extension in counts]
    rows.sort(key=lambda row: (-row[2], row[0]))
    if top is not None and len(rows) > top:
        rest = rows[top:]
        rows = rows[:top] + [("(other)", sum(row[1] for row in rest), sum(row[2] for row in rest))]
    return rows
