def task_func(line):
    """
    Parse a line of settings such as: name=web path="/srv/my files" debug. Items are separated by white space. A key runs up to the next "=" or white space. Without
    an "=" right after the key the item is a flag and its value is True. A value that starts with a double or single quote runs to the next quote of the same kind and may hold white space; in
    it a backslash is dropped and the character after it is taken literally. Any other value runs up to the next white space, may be empty, and has no special characters (quotes, "="
    and backslashes in it are kept). When a key is repeated, its last value counts, but the key keeps its first place.

    Parameters:
    - line (str): The text to parse.

    Returns:
    - dict: Keys with their values (str, or True for flags) in order of first appearance.

    Raises:
    - ValueError: when a key is empty (an item starts with "="), a quoted value is not closed, or its closing quote is followed by anything but white space or the end.

    Example:
    >>> task_func("name=web title='My \\"own\\" site' debug")
    {'name': 'web', 'title': 'My "own" site', 'debug': True}
    """
    result, pos, end = {}, 0, len(line)
    while pos < end:
        if line[pos].isspace():
            pos += 1
            continue
        start = pos
        while pos < end and line[pos] != "=" and not line[pos].isspace():
            pos += 1
        key = line[start:pos]
        if not key:
            raise ValueError(f"empty key at {start}")
        if line[pos:pos + 1] != "=":
            result[key] = True
            continue
        pos += 1
        value, quote = "", line[pos:pos + 1]
        if quote not in ('"', "'"):
            quote = ""
        pos += len(quote)
        while pos < end and (line[pos] != quote if quote else not line[pos].isspace()):
            if quote and line[pos] == "\\":
                pos += 1
            value += line[pos:pos + 1]
            pos += 1
        if quote and (pos >= end or line[pos + 1:pos + 2].strip()):
            raise ValueError(f"badly quoted value of {key}")
        pos += len(quote)
        result[key] = value
    return result
