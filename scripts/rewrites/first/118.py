import shutil
from pathlib import Path


class Backup:
    def __init__(self, target):
        self.target = Path(target)
        self.target.mkdir(parents=True, exist_ok=True)

    def take(self, path):
        return Path(shutil.copy2(path, self.target))


def task_func(directory, backup_directory):
    backup = Backup(backup_directory)
    return [str(backup.take(path)) for path in Path(directory).glob("*.json")]
