import re
from pathlib import Path


def task_func(folder, base, keep):
    """
    Rotate a log file. Its older copies are the files in folder named base, ".", a number without leading zeros (from 1)
    and perhaps ".gz"; no number occurs twice. If base is missing or empty nothing is done. Else copies 1, 2, 3 ... up
    to the first unused number move up by one, and copies beyond that gap keep their number; copies whose number would
    then exceed keep are deleted; at last base becomes copy 1 and a new empty base is made. Other names are untouched.

    Parameters:
    - folder (str or Path): The folder of the logs.
    - base (str): The name of the current log, e.g. "app.log"; its characters stand for themselves.
    - keep (int): The largest number that a copy may have afterwards, at least 1.

    Returns:
    - list of tuples (str, str or None): what was done, in order: (old name, new name), or (name, None) for a
      deletion; from the highest number down, with base last. A ".gz" ending stays. [] if nothing was done.

    Raises:
    - ValueError: when keep is less than 1; then nothing is changed.

    Requirements:
    - re
    - pathlib

    Example:
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name in ("app.log", "app.log.1", "app.log.2.gz"):
    ...         _ = Path(folder, name).write_text(name)
    ...     task_func(folder, "app.log", 2)
    [('app.log.2.gz', None), ('app.log.1', 'app.log.2'), ('app.log', 'app.log.1')]
    """
    if keep < 1:
        raise ValueError("keep must be at least 1")
    folder = Path(folder)
    current = folder / base
    if not current.is_file() or current.stat().st_size == 0:
        return []
    pattern = re.compile(re.escape(base) + r"\.([1-9][0-9]*)(\.gz)?")
    copies = {}
    for path in folder.iterdir():
        match = pattern.fullmatch(path.name)
        if match and path.is_file():
            copies[int(match.group(1))] = (path, match.group(2) or "")
    unused = min(set(range(1, len(copies) + 2)) - set(copies))
    actions = []
    for number in sorted(copies, reverse=True):
        path, ending = copies[number]
        target = number + 1 if number < unused else number
        if target > keep:
            path.unlink()
            actions.append((path.name, None))
        elif target != number:
            renamed = path.rename(folder / f"{base}.{target}{ending}")
            actions.append((path.name, renamed.name))
    renamed = current.rename(folder / f"{base}.1")
    actions.append((base, renamed.name))
    current.touch()
    return actions
