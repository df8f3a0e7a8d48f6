import re
import unicodedata


def task_func(titles, max_length=30, reserved=()):
    """
    Make one unique URL slug per title. A title is decomposed (NFKD) without its combining marks and put in lower case; apostrophes (' and U+2019) vanish, every run of
    characters outside a-z and 0-9 becomes one hyphen, and hyphens at both ends go. The slug is cut to `max_length` and loses hyphens left at its end; if nothing remains it is "untitled".
    A slug that is reserved or was given to an earlier title gets "-2", or the first higher number that makes it unique; to keep within `max_length` the slug is shortened
    in front of the number (and again loses hyphens at its end).

    Parameters:
    - titles (list of str): The titles, in order.
    - max_length (int): The greatest length of a slug, number included. Default is 30.
    - reserved (list or tuple of str): Slugs that must not be given. Default is ().

    Returns:
    - list of str: The slugs, in the order of the titles.

    Raises:
    - ValueError: when max_length is less than 10.

    Requirements:
    - re
    - unicodedata

    Example:
    >>> task_func(["Crème Brûlée!", "It's Easy", "It's easy"])
    ['creme-brulee', 'its-easy', 'its-easy-2']
    """
    if max_length < 10:
        raise ValueError("max_length must be at least 10")
    taken = set(reserved)
    slugs = []
    for title in titles:
        decomposed = unicodedata.normalize("NFKD", title)
        plain = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
        plain = re.sub("['\u2019]", "", plain)
        base = re.sub("[^a-z0-9]+", "-", plain).strip("-")[:max_length].rstrip("-") or "untitled"
        slug, number = base, 1
        while slug in taken:
            number += 1
            suffix = f"-{number}"
            slug = base[:max_length - len(suffix)].rstrip("-") + suffix
        taken.add(slug)
        slugs.append(slug)
    return slugs
