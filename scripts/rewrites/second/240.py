import pandas as pd
from decimal import Decimal, ROUND_DOWN
from itertools import islice
from random import uniform

THOUSANDTH = Decimal('0.001')


def truncate(number):
    """Cut a float after the third decimal place, without rounding."""
    return float(Decimal(repr(number)).quantize(THOUSANDTH, rounding=ROUND_DOWN))


def truncated_uniform(low, high):
    while True:
        yield truncate(uniform(low, high))


def task_func(n_data_points=1000, min_value=0.0, max_value=10.0, column_name='Value'):
    stream = truncated_uniform(min_value, max_value)
    column = pd.Series(list(islice(stream, n_data_points)), dtype='float64', name=column_name)
    return column.to_frame()
