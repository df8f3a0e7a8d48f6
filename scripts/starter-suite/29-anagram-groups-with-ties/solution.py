from collections import defaultdict


def task_func(words, min_size=2, limit=None):
    """
    Group words and phrases that are anagrams of each other. Only letters matter, without regard to case; entries without any letter are ignored. Entries that are equal apart from
    case count once, in the spelling that occurs first. A group lists its entries in the order of their lower-case forms. Larger groups come first; groups of equal
    size are ordered by their number of letters per entry, more letters first, and then by the lower-case form of their first entry. With a limit, only the first "limit" groups
    are returned, and besides them all further groups that are as large as the last of those.

    Parameters:
    - words (list of str): The words and phrases.
    - min_size (int): Groups with fewer entries are left out. Default is 2.
    - limit (int or None): The number of groups to return, at least 1, ties in size aside; None means all. Default is None.

    Returns:
    - list of list of str: The groups in order.

    Raises:
    - ValueError: when limit is less than 1.

    Requirements:
    - collections

    Example:
    >>> task_func(["tea", "Listen", "eat", "silent", "Ate", "dog"])
    [['Ate', 'eat', 'tea'], ['Listen', 'silent']]
    """
    if limit is not None and limit < 1:
        raise ValueError("limit must be at least 1")
    groups = defaultdict(dict)
    for word in words:
        letters = "".join(sorted(char for char in word.lower() if char.isalpha()))
        if letters:
            groups[letters].setdefault(word.lower(), word)
    ranked = []
    for letters, spellings in groups.items():
        if len(spellings) >= min_size:
            entries = [spellings[lowered] for lowered in sorted(spellings)]
            ranked.append((-len(entries), -len(letters), entries[0].lower(), entries))
    ranked.sort()
    if limit is not None and limit < len(ranked):
        last_size = ranked[limit - 1][0]
        ranked = [rank for rank in ranked if rank[0] <= last_size]
    return [rank[-1] for rank in ranked]
