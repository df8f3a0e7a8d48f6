import numpy as np


class LengthMismatchError(ValueError):
    pass


def task_func(array1, array2):
    xs, ys = np.asarray(array1, dtype=float), np.asarray(array2, dtype=float)
    if xs.shape != ys.shape:
        raise LengthMismatchError(f"{len(xs)} x-values but {len(ys)} y-values")
    if xs.size == 0:
        return 0

    distances = np.hypot(np.subtract.outer(xs, xs), np.subtract.outer(ys, ys))
    return float(distances.max())
