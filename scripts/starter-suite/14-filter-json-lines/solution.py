import json


def task_func(path, where, limit=None):
    """
    Filter a JSON Lines file (UTF-8, perhaps with a byte order mark at its start). Lines of only white space are ignored.
    A line is damaged when it is not valid UTF-8, not valid JSON, or not a JSON object. A record matches when every
    condition of where holds. A field that the record does not have fails its condition, even if None is expected.

    Parameters:
    - path (str): The file to read.
    - where (dict): field -> expected value, or a list of the values allowed (compared with ==). A field with dots
      such as "user.id" goes down into nested objects. An empty dict matches every record.
    - limit (int or None): The largest number of records to return (0 gives none), None for all; damaged lines
      are counted in the whole file all the same. Default is None.

    Returns:
    - tuple (list of dict, int): The matching records in file order, and the number of damaged lines.

    Requirements:
    - json

    Example:
    >>> import os, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     name = os.path.join(folder, "log.jsonl")
    ...     with open(name, "w") as stream:
    ...         _ = stream.write('{"n": 1}\\n{"n": 2}\\n{"n": \\n')
    ...     task_func(name, {"n": [2, 3]})
    ([{'n': 2}], 1)
    """
    missing = object()

    def lookup(node, field):
        for part in field.split("."):
            if not isinstance(node, dict) or part not in node:
                return missing
            node = node[part]
        return node

    def allowed(expected):
        return expected if isinstance(expected, list) else [expected]

    matches, damaged = [], 0
    with open(path, "rb") as stream:
        for line in stream:
            if not line.strip():
                continue
            try:
                record = json.loads(line.decode("utf-8-sig"))
            except ValueError:
                damaged += 1
                continue
            if not isinstance(record, dict):
                damaged += 1
            elif all(lookup(record, field) in allowed(expected) for field, expected in where.items()):
                matches.append(record)
    return matches[:limit], damaged
