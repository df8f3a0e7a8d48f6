import base64
import binascii
import json
import unicodedata
from functools import partial

to_nfc = partial(unicodedata.normalize, 'NFC')


class InvalidEntryError(ValueError):
    """A value of the file is not base64 encoded UTF-8 text."""


def decode_pairs(pairs):
    decoded = {}
    for key, value in pairs:
        try:
            text = base64.b64decode(value, validate=True).decode('utf-8')
        except (binascii.Error, UnicodeDecodeError) as exc:
            raise InvalidEntryError(f'cannot decode the value of {key!r}') from exc
        decoded[key] = to_nfc(text)
    return decoded


def task_func(json_file: str) -> dict:
    with open(json_file, 'r', encoding='utf-8') as stream:
        return json.load(stream, object_pairs_hook=decode_pairs)
