import re


def task_func(text, width=40):
    """
    Set a text in lines of at most `width` characters, flush on both sides. Blank lines separate paragraphs; inside a paragraph any white space separates words.
    A word longer than `width` is first cut into pieces of `width` characters (the last may be shorter), which are then treated as words. Each line takes as many words as fit.
    In every line but the last of its paragraph, blanks fill the gaps up to exactly `width`: as evenly as possible, the surplus going to the leftmost gaps, one each.
    A line of one word and the last line of a paragraph are not padded (single blanks, nothing at the end). One empty string stands between two paragraphs, none before or after.

    Parameters:
    - text (str): The text to set; it may be empty or start and end with blank lines.
    - width (int): The line width in characters. Default is 40.

    Returns:
    - list of str: The lines, without newlines; an empty list if there is no word.

    Raises:
    - ValueError: when width is less than 1.

    Requirements:
    - re

    Example:
    >>> task_func("we go to sea today", 9)
    ['we  go to', 'sea today']
    """
    if width < 1:
        raise ValueError("width must be at least 1")
    lines = []
    for paragraph in re.split(r"\n\s*\n", text):
        rows = []
        for word in paragraph.split():
            for i in range(0, len(word), width):
                piece = word[i:i + width]
                if rows and len(" ".join(rows[-1])) + 1 + len(piece) <= width:
                    rows[-1].append(piece)
                else:
                    rows.append([piece])
        if rows and lines:
            lines.append("")
        for row in rows[:-1]:
            gaps = len(row) - 1
            if gaps == 0:
                lines.append(row[0])
                continue
            blanks, surplus = divmod(width - sum(map(len, row)), gaps)
            padded = [word + " " * (blanks + (i < surplus)) for i, word in enumerate(row[:-1])]
            lines.append("".join(padded) + row[-1])
        lines.extend(" ".join(row) for row in rows[-1:])
    return lines
