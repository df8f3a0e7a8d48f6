import numpy as np
from matplotlib import pyplot as plt

# y = 1 + 2x, lowest power first
EQUATION = np.polynomial.Polynomial([1, 2])
X_RANGE = (-10, 10)
SOLUTION_X = 2


def _draw_equation(axes):
    xs, ys = EQUATION.linspace(101, domain=X_RANGE)
    axes.plot(xs, ys, 'r-', linewidth=1.5, label='y=2x+1')


def _mark_solution(axes):
    solution_y = EQUATION(SOLUTION_X)
    axes.plot(SOLUTION_X, solution_y, 'og', label=f'({SOLUTION_X}, {solution_y:g})')


def task_func():
    plt.figure()
    axes = plt.gca()
    for draw in (_draw_equation, _mark_solution):
        draw(axes)

    plt.title('Solution of the equation y=2x+1 at x=2')
    plt.xlabel('x')
    plt.ylabel('y')
    plt.xlim(*X_RANGE)
    plt.legend(loc='upper left')
    return axes
