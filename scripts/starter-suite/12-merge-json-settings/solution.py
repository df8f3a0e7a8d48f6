import copy
import json


def task_func(base, layers):
    """
    Merge layers of settings over base; later layers win. Object over object merges key by key, recursively; any other
    value replaces what was there, and an object over a non-object merges into an empty object. In a layer, null for a
    key deletes that key (no error when it is absent) and is itself never stored, however deep; nulls inside arrays, and
    those in base, are ordinary values. A layer key "name+" with an array as its value extends the array at "name".

    Parameters:
    - base (dict): The default settings; it must not be changed, at any level.
    - layers (list of str): JSON texts of objects, first to last; a text of nothing but white space is skipped. A key
      that ends in "+" and has an array appends, to the array at the key without its last "+", each item not yet
      in it (compared with ==), beginning with an empty array when there is none at that key. With another kind
      of value such a key is an ordinary one.

    Returns:
    - dict: The merged settings.

    Raises:
    - ValueError: when a layer is not valid JSON or not an object.

    Requirements:
    - copy
    - json

    Example:
    >>> task_func({"port": 80, "log": {"level": "info"}}, ['{"log": {"file": "x"}}', '{"port": null}'])
    {'log': {'level': 'info', 'file': 'x'}}
    """
    def merge(target, patch):
        for key, value in patch.items():
            if value is None:
                target.pop(key, None)
            elif isinstance(value, dict):
                child = target.get(key)
                target[key] = merge(child if isinstance(child, dict) else {}, value)
            elif isinstance(value, list) and key.endswith("+"):
                name = key[:-1]
                if not isinstance(target.get(name), list):
                    target[name] = []
                for item in value:
                    if item not in target[name]:
                        target[name].append(item)
            else:
                target[key] = value
        return target

    settings = copy.deepcopy(base)
    for text in layers:
        if not text.strip():
            continue
        layer = json.loads(text)
        if not isinstance(layer, dict):
            raise ValueError("every layer must be a JSON object")
        merge(settings, layer)
    return settings
