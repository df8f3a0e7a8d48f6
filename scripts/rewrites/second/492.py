import random
from datetime import datetime, timedelta

import pandas as pd

COLUMNS = ["Product", "Date", "Sales"]
LOWEST_SALES, HIGHEST_SALES = 10, 50
PRODUCT_COUNT = 5


def days_until(start, end):
    day = start
    while day <= end:
        yield day
        day += timedelta(days=1)


def task_func(
    epoch_milliseconds,
    random_seed=0,
    products=("Product1", "Product2", "Product3", "Product4", "Product5"),
):
    now = datetime.now()
    start = datetime.fromtimestamp(epoch_milliseconds / 1000)
    if not start < now:
        raise ValueError("the start time must lie before the current system time")
    if len(products) != PRODUCT_COUNT or len(set(products)) != PRODUCT_COUNT:
        raise ValueError(f"expected {PRODUCT_COUNT} unique products, got {products!r}")

    rng = random.Random(random_seed)
    return pd.DataFrame.from_records(
        [
            (product, day, rng.randint(LOWEST_SALES, HIGHEST_SALES))
            for day in days_until(start, now)
            for product in products
        ],
        columns=COLUMNS,
    )
