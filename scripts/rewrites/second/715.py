import subprocess
import sys

# Constants
PYTHON_VERSION = '3.8'
PATH_TO_APPEND = '/path/to/whatever'


class PyenvError(RuntimeError):
    """pyenv could not switch to the version asked for."""


def use_version(version):
    command = 'pyenv global'.split()
    command.append(version)
    try:
        subprocess.run(command, check=True)
    except FileNotFoundError as error:
        raise PyenvError('pyenv is not installed') from error


def task_func(python_version=PYTHON_VERSION, path_to_append=PATH_TO_APPEND):
    use_version(python_version)
    sys.path += [path_to_append]
    return python_version
