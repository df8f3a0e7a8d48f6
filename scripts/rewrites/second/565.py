import binascii
import ctypes
import hashlib


class LoadedLibrary:
    def __init__(self, filepath):
        self._handle = ctypes.CDLL(filepath)
        with open(filepath, mode='rb') as binary:
            self._image = binary.read()

    @property
    def name(self):
        return self._handle._name

    def fingerprint(self, algorithm):
        """Hexadecimal digest of the library file by a hashlib constructor's name."""
        digest = getattr(hashlib, algorithm)(self._image).digest()
        return str(binascii.b2a_hex(digest), 'ascii')


def task_func(filepath):
    library = LoadedLibrary(filepath)
    for algorithm in ('md5', 'sha256'):
        print('{} Hash: {}'.format(algorithm.upper(), library.fingerprint(algorithm)))
    return library.name
