import random
from datetime import datetime, timedelta

import pandas as pd


def days(begin, end):
    while begin <= end:
        yield begin
        begin += timedelta(days=1)


def task_func(
    epoch_milliseconds,
    random_seed=0,
    products=["Product1", "Product2", "Product3", "Product4", "Product5"],
):
    chooser = random.Random(random_seed)
    names = sorted(set(products))
    if len(names) != 5:
        raise ValueError("five products, please")
    begin, now = datetime.fromtimestamp(epoch_milliseconds / 1000), datetime.now()
    if begin >= now:
        raise ValueError("the future has no sales")
    rows = [
        {"Product": name, "Date": day, "Sales": chooser.randint(10, 50)}
        for day in days(begin, now)
        for name in names
    ]
    return pd.DataFrame.from_records(rows)
