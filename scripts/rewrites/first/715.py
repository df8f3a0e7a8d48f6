import subprocess
import sys

PYTHON_VERSION = "3.8"


def task_func(python_version=PYTHON_VERSION, path_to_append="/path/to/whatever"):
    command = ["pyenv", "global"]
    command.append(python_version)
    subprocess.run(command, check=True)
    sys.path += [path_to_append]
    return python_version
