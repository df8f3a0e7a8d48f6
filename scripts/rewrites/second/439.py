import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns

SIDE = 3


class NotAnArrayError(TypeError):
    pass


class ShapeError(ValueError):
    def __init__(self, name, expected, shape):
        super().__init__(f'{name} must have the shape {expected}, not {shape}')


def validate(P, T):
    if not all(isinstance(operand, np.ndarray) for operand in (P, T)):
        raise NotAnArrayError('P and T must both be numpy arrays')
    if P.ndim != 2 or P.shape[1] != SIDE:
        raise ShapeError('P', f'(M, {SIDE})', P.shape)
    if T.shape != (SIDE, SIDE, SIDE):
        raise ShapeError('T', (SIDE, SIDE, SIDE), T.shape)


def multiply(P, T):
    # flatten the tensor to a 3 x 9 matrix, multiply and fold it back
    return (P @ T.reshape(SIDE, -1)).reshape(-1, SIDE, SIDE)


def task_func(P, T):
    validate(P, T)
    product = multiply(P, T)
    flat = np.add.reduce(product, axis=-1)

    axes = sns.heatmap(flat, cmap='viridis', annot=flat.size <= 30, ax=plt.figure().gca())
    axes.set_title('Product of P and T')
    return product, axes
