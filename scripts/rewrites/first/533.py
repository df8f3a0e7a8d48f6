import base64
import hashlib
import secrets

STANDARD_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def _to_base(value, base, symbols):
    """Write a non-negative integer in the given base."""
    quotient, remainder = divmod(value, base)
    head = _to_base(quotient, base, symbols) if quotient else ""
    return head + symbols[remainder]


def task_func(num, from_base, to_base, alphabet):
    for name, base in (("from_base", from_base), ("to_base", to_base)):
        if base < 2:
            raise ValueError(f"{name} must be at least 2, got {base}")
    if to_base > len(alphabet):
        raise ValueError("the alphabet has too few characters for to_base")

    value = int(num, from_base)
    converted = _to_base(abs(value), to_base, alphabet)
    if value < 0:
        converted = "-" + converted

    salt = secrets.token_hex(16)
    digest = hashlib.sha256((converted + salt).encode()).digest()
    substitution = dict(zip(STANDARD_ALPHABET, alphabet))
    encoded = base64.b64encode(digest).decode("ascii")
    return "".join(substitution.get(char, char) for char in encoded), salt
