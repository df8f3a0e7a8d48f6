import difflib


def task_func(old, new, ignore_case=False):
    """
    Compare two texts line by line and summarise the difference. White space at the end of a line never matters; with `ignore_case` neither does case. The lines are aligned
    as difflib.SequenceMatcher does without its automatic junk heuristic: lines in "equal" blocks are kept, a replaced line is both removed and added. The similarity is the
    number of kept lines divided by the line count of the longer text, rounded to 2 decimals, and 1.0 if both texts are empty.

    Parameters:
    - old (str): The text before.
    - new (str): The text after.
    - ignore_case (bool): Whether lines that differ only in case are equal. Default is False.

    Returns:
    - dict: "added": list of (line number in new, line), "removed": list of (line number in old, line), both counted from 1, in order,
      lines in their own case without white space at the end; "kept": int; "similarity": float.

    Requirements:
    - difflib

    Example:
    >>> task_func("milk\\neggs\\ntea", "milk\\nham\\ntea")
    {'added': [(2, 'ham')], 'removed': [(2, 'eggs')], 'kept': 2, 'similarity': 0.67}
    """
    old_lines = [line.rstrip() for line in old.splitlines()]
    new_lines = [line.rstrip() for line in new.splitlines()]
    old_keys, new_keys = old_lines, new_lines
    if ignore_case:
        old_keys = [line.lower() for line in old_lines]
        new_keys = [line.lower() for line in new_lines]
    matcher = difflib.SequenceMatcher(None, old_keys, new_keys, autojunk=False)
    summary = {"added": [], "removed": [], "kept": 0}
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            summary["kept"] += i2 - i1
        else:
            summary["removed"] += [(n + 1, old_lines[n]) for n in range(i1, i2)]
            summary["added"] += [(n + 1, new_lines[n]) for n in range(j1, j2)]
    longest = max(len(old_lines), len(new_lines))
    summary["similarity"] = round(summary["kept"] / longest, 2) if longest else 1.0
    return summary
