import binascii
import random
import struct
from contextlib import contextmanager
from hashlib import md5

KEYS = ['470FC614', '4A0FC614', '4B9FC614', '4C8FC614', '4D7FC614']

BIG_ENDIAN_FLOAT = struct.Struct('>f')


class HexKeyError(ValueError):
    """The chosen key does not spell a 32-bit floating-point number."""


@contextmanager
def checking(key):
    try:
        yield
    except (binascii.Error, struct.error) as error:
        raise HexKeyError(f'{key!r} is not a valid key: {error}') from error


def to_float(key):
    with checking(key):
        number, = BIG_ENDIAN_FLOAT.unpack(binascii.unhexlify(key))
    return number


def task_func(hex_keys=KEYS, seed=42):
    rng = random.Random(seed)
    digest = md5()
    digest.update(repr(to_float(rng.choice(hex_keys))).encode('ascii'))
    return digest.hexdigest()
