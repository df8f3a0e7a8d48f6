import base64
import hashlib
import secrets
from string import ascii_lowercase, ascii_uppercase, digits

import numpy as np

BASE64_ORDER = ascii_uppercase + ascii_lowercase + digits + '+/'


class BadBaseError(ValueError):
    pass


class BadNumberError(ValueError):
    pass


class CustomBase64:
    """Base64 written with the characters of an alphabet of one's own."""

    def __init__(self, alphabet):
        usable = min(len(alphabet), len(BASE64_ORDER))
        self._table = str.maketrans(BASE64_ORDER[:usable], alphabet[:usable])

    def encode(self, data):
        return base64.b64encode(data).decode().translate(self._table)


def change_base(num, from_base, to_base):
    if min(from_base, to_base) < 2:
        raise BadBaseError('bases start at 2')
    try:
        return np.base_repr(int(num, from_base), to_base)
    except ValueError as error:
        raise BadNumberError(f'{num!r} from base {from_base} to base {to_base}') from error


def task_func(num, from_base, to_base, alphabet):
    converted = change_base(num, from_base, to_base)

    salt = secrets.token_urlsafe(12)
    sha = hashlib.sha256(salt.encode())
    sha.update(converted.encode())

    return CustomBase64(alphabet).encode(sha.digest()), salt
