import hashlib
import re
from pathlib import Path

LINE = re.compile(r"(?P<digest>[0-9a-fA-F]{64})  (?P<path>\S.*)")


def task_func(folder, manifest_name="SHA256SUMS"):
    """
    Compare the files of a folder with the SHA-256 manifest that lies in it. A manifest line is 64 hexadecimal digits (capital or
    small), two blanks, and a path relative to the folder with "/" between its parts; the path may contain blanks. Lines that are
    empty or blank and lines that begin with "#" are skipped. A listed path that is not a regular file counts as missing.

    Parameters:
    - folder (str or Path): folder to check.
    - manifest_name (str): file name of the manifest in that folder, encoded in UTF-8. Default is "SHA256SUMS".

    Returns:
    - dict: four sorted lists of relative paths: "ok" (digest agrees), "changed" (digest differs), "missing" (listed, not there) and
      "extra" (files at any depth that are there but not listed, the manifest itself left out).

    Raises:
    - ValueError: when a line of the manifest has another form.

    Requirements:
    - hashlib
    - re
    - pathlib

    Example:
    >>> task_func("backup")  # doctest: +SKIP
    {'ok': ['a.txt'], 'changed': [], 'missing': ['logs/b.txt'], 'extra': ['notes.md']}
    """
    root = Path(folder)
    listed = {}
    for line in (root / manifest_name).read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        match = LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"malformed manifest line: {line!r}")
        listed[match["path"]] = match["digest"].lower()
    report = {"ok": [], "changed": [], "missing": []}
    for name, digest in listed.items():
        path = root / name
        if not path.is_file():
            report["missing"].append(name)
        elif hashlib.sha256(path.read_bytes()).hexdigest() == digest:
            report["ok"].append(name)
        else:
            report["changed"].append(name)
    present = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    report["extra"] = present - set(listed) - {manifest_name}
    return {state: sorted(names) for state, names in report.items()}
