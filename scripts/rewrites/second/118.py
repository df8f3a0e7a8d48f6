from pathlib import Path
import os
import shutil


def task_func(directory, backup_directory):
    source = Path(directory)
    backup = Path(backup_directory)
    backup.mkdir(parents=True, exist_ok=True)

    if not source.is_dir():
        raise FileNotFoundError(f"no such directory: {directory}")

    return [
        os.fspath(shutil.copy2(item, backup / item.name))
        for item in sorted(source.glob("*.json"))
        if item.is_file()
    ]
