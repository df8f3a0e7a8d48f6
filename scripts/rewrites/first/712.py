import shutil
from pathlib import Path


class Mover:
    def __init__(self, target):
        self.target, self.moved = target, 0

    def __call__(self, path):
        shutil.move(str(path), str(self.target))
        self.moved += 1


def task_func(source_dir, dest_dir, extension):
    move = Mover(dest_dir)
    for path in sorted(Path(source_dir).iterdir()):
        if path.name.endswith("." + extension):
            move(path)
    return move.moved
