import binascii
import ctypes
import hashlib

CHUNK_SIZE = 64 * 1024


def _chunks(path):
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK_SIZE):
            yield chunk


def task_func(filepath):
    library = ctypes.CDLL(filepath)

    hashes = {"MD5": hashlib.md5(), "SHA256": hashlib.sha256()}
    for chunk in _chunks(filepath):
        for running in hashes.values():
            running.update(chunk)

    for name, finished in hashes.items():
        print(f"{name} Hash: {binascii.hexlify(finished.digest()).decode()}")
    return library._name
