import codecs
import datetime
import re

import numpy as np
import pandas as pd

N_RECORDS = 100
LATIN_NAMES = ['Sopetón', 'Méndez', 'Gómez', 'Pérez', 'Muñoz']
OTHER_NAMES = ['Smith', 'Johnson', 'Williams', 'Brown', 'Jones']


def _fix_encoding(name):
    """Undo UTF-8 that was read as Latin-1; leave sound names as they are."""
    try:
        return codecs.decode(codecs.encode(name, 'latin-1'), 'utf-8')
    except UnicodeError:
        return name


def task_func(start_year=1980, end_year=2000, email_domain='example.com',
              latin_names=LATIN_NAMES, other_names=OTHER_NAMES, rng_seed=None):
    rng = np.random if rng_seed is None else np.random.RandomState(rng_seed)
    latin_names = [_fix_encoding(name) for name in latin_names]

    names, births, emails = [], [], []
    for _ in range(N_RECORDS):
        pool = latin_names if rng.choice([True, False]) else other_names
        name = str(rng.choice(pool))
        year = rng.randint(start_year, end_year + 1)
        month = rng.randint(1, 13)
        day = rng.randint(1, 29)

        names.append(name)
        births.append(datetime.datetime(year, month, day))
        emails.append(f"{re.sub(' +', '.', name.lower())}{year}@{email_domain}")

    return pd.DataFrame({
        'ID': range(1, N_RECORDS + 1),
        'Name': names,
        'Date of Birth': births,
        'Email': emails,
    })
