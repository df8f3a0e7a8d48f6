import hashlib
import json
import zipfile
from fnmatch import fnmatchcase
from pathlib import Path


def task_func(folder, patterns, archive_path):
    """
    Zip the regular files below folder (at any depth) that match at least one plain pattern and no pattern that begins
    with "!". Patterns work as in fnmatch.fnmatchcase, so "*" also matches "/": one that contains "/" is held against
    the path relative to folder (with "/"), any other against the bare file name. The archive file itself and a file
    "INDEX.json" right in folder are never taken. Members are deflated and in sorted order, INDEX.json comes last.

    Parameters:
    - folder (str or Path): The folder to search; member names are paths relative to it, with "/".
    - patterns (list of str): The patterns, in any order; after "!" comes an ordinary pattern.
    - archive_path (str or Path): The zip file to write, replaced if it exists; it may lie in folder.

    Returns:
    - list of str: The names of the zipped files in sorted order, without the index. The member INDEX.json is a JSON
      array with {"name": ..., "size": bytes, "sha256": hex digest} per file, in the same order.

    Raises:
    - ValueError: when no file is selected; then nothing is written and an existing archive stays as it is.

    Requirements:
    - hashlib
    - json
    - zipfile
    - fnmatch
    - pathlib

    Example:
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name in ("b.txt", "a.txt", "draft.txt", "c.md"):
    ...         _ = Path(folder, name).write_text(name)
    ...     task_func(folder, ["*.txt", "!draft*"], Path(folder, "out.zip"))
    ['a.txt', 'b.txt']
    """
    def hit(name, pattern):
        return fnmatchcase(name if "/" in pattern else name.rsplit("/", 1)[-1], pattern)

    includes = [pattern for pattern in patterns if not pattern.startswith("!")]
    excludes = [pattern[1:] for pattern in patterns if pattern.startswith("!")]
    archive_path = Path(archive_path)
    chosen = {}
    for path in Path(folder).rglob("*"):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or name == "INDEX.json" or path.resolve() == archive_path.resolve():
            continue
        if any(hit(name, p) for p in includes) and not any(hit(name, p) for p in excludes):
            chosen[name] = path
    if not chosen:
        raise ValueError("no file is selected")
    index = []
    with zipfile.ZipFile(archive_path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(chosen):
            data = chosen[name].read_bytes()
            archive.writestr(name, data)
            index.append({"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()})
        archive.writestr("INDEX.json", json.dumps(index, indent=2))
    return [entry["name"] for entry in index]
