import re

PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*(?:\|([^{}]*))?\}\}")


def task_func(template, values, missing="keep"):
    """
    Replace the placeholders of a template, `{{ name }}` or `{{ name | default }}` (white space inside the braces is optional), as matched by PLACEHOLDER. A dotted name such as
    `user.city` walks through nested dicts. A value is inserted as its `str`, never searched for placeholders again; 0, False and "" are values, but None counts as missing,
    as does a name that is absent or leads through something that is not a dict. A missing value is replaced by the default, stripped, if there is one (it may be empty);
    otherwise `missing` decides: "keep" leaves the placeholder as written, "blank" removes it, "error" raises.

    Parameters:
    - template (str): The text with placeholders.
    - values (dict): The values by name; values may be dicts.
    - missing (str): "keep", "blank" or "error". Default is "keep".

    Returns:
    - str: The filled text.

    Raises:
    - ValueError: when `missing` is none of the three words.
    - KeyError: when `missing` is "error" and a value without default is missing; its only argument is the dotted name.

    Requirements:
    - re

    Example:
    >>> task_func("Dear {{ user.name }}, {{ greeting | hello }}!", {"user": {"name": "Ada"}})
    'Dear Ada, hello!'
    """
    if missing not in ("keep", "blank", "error"):
        raise ValueError(f"unknown way to treat missing values: {missing!r}")

    def fill(match):
        path, default = match.groups()
        value = values
        for key in path.split("."):
            value = value.get(key) if isinstance(value, dict) else None
        if value is not None:
            return str(value)
        if default is not None:
            return default.strip()
        if missing == "error":
            raise KeyError(path)
        return match.group(0) if missing == "keep" else ""

    return PLACEHOLDER.sub(fill, template)
