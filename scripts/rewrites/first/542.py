import hashlib
import random
from struct import Struct

FLOAT = Struct(">f")


class NoHexadecimal(ValueError):
    pass


def task_func(
    hex_keys=("470FC614", "4A0FC614", "4B9FC614", "4C8FC614", "4D7FC614"), seed=42
):
    key = random.Random(seed).choice(hex_keys)
    try:
        (number,) = FLOAT.unpack(int(key, 16).to_bytes(4, "big"))
    except (ValueError, OverflowError):
        raise NoHexadecimal(key)
    digest = hashlib.md5()
    digest.update(repr(number).encode())
    return digest.hexdigest()
