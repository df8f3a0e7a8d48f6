import json


def task_func(text, sep=".", max_depth=None):
    """
    Parse a JSON text and flatten it to one dictionary whose keys are the paths to the values, in document order: object
    keys and array positions (from 0) joined by sep. Inside a part, a backslash is written as two backslashes and the
    separator gets a backslash before it. An empty object or array below the top is a value of its own; an empty one at
    the top gives {}. With max_depth, a path has at most that many parts and what lies deeper is kept unflattened.

    Parameters:
    - text (str): The JSON text.
    - sep (str): The separator, not empty and without backslashes. Default is ".".
    - max_depth (int or None): The largest number of parts in a path, None for no limit. Default is None.

    Returns:
    - dict: path -> value (str, number, bool, None, or a dict or list that was not flattened).

    Raises:
    - ValueError: when the text is not JSON, its top level is neither object nor array, or max_depth is below 1.

    Requirements:
    - json

    Example:
    >>> task_func('{"a": {"b": [10, 20]}, "c": null}')
    {'a.b.0': 10, 'a.b.1': 20, 'c': None}
    """
    if max_depth is not None and max_depth < 1:
        raise ValueError("max_depth must be at least 1")
    data = json.loads(text)
    if not isinstance(data, (dict, list)):
        raise ValueError("the top level must be an object or an array")
    flat = {}

    def escape(part):
        return str(part).replace("\\", "\\\\").replace(sep, "\\" + sep)

    def walk(node, parts):
        at_limit = max_depth is not None and len(parts) == max_depth
        if not isinstance(node, (dict, list)) or at_limit or (parts and not node):
            flat[sep.join(parts)] = node
            return
        children = node.items() if isinstance(node, dict) else enumerate(node)
        for key, child in children:
            walk(child, parts + [escape(key)])

    walk(data, [])
    return flat
