import codecs
import datetime
import re
import unicodedata
from collections import namedtuple

import numpy as np
import pandas as pd

User = namedtuple('User', 'id name born email')

COLUMNS = dict(zip(User._fields, ['ID', 'Name', 'Date of Birth', 'Email']))


class YearRangeError(ValueError):
    """The first year of birth comes after the last one."""


class NoNamesError(ValueError):
    """There is no name to choose from."""


def repaired(name):
    raw = codecs.encode(name, 'utf-8', errors='ignore')
    return unicodedata.normalize('NFC', codecs.decode(raw, 'utf-8'))


def pick(options):
    if len(options) == 0:
        raise NoNamesError('A list of names is empty.')
    return str(np.random.choice(options))


def pick_birthday(first_year, last_year):
    year = np.random.randint(first_year, last_year + 1)
    month, day = np.random.randint(1, 13), np.random.randint(1, 29)
    return datetime.datetime(year, month, day)


def generate_users(latin, other, years, domain):
    number = 0
    while True:
        number += 1
        name = pick(latin if np.random.choice([True, False]) else other)
        born = pick_birthday(*years)
        mailbox = re.sub(r'\s+', '.', name).lower()
        email = '{}{}@{}'.format(mailbox, born.year, domain)
        yield User(number, name, born, email)


def task_func(start_year=1980, end_year=2000, email_domain='example.com',
              latin_names=['Sopetón', 'Méndez', 'Gómez', 'Pérez', 'Muñoz'],
              other_names=['Smith', 'Johnson', 'Williams', 'Brown', 'Jones'],
              rng_seed=None):
    if start_year > end_year:
        raise YearRangeError(f'{start_year} comes after {end_year}')
    if rng_seed is not None:
        np.random.seed(rng_seed)

    users = generate_users(
        [repaired(name) for name in latin_names],
        other_names,
        (start_year, end_year),
        email_domain,
    )
    hundred = [next(users) for _ in range(100)]
    return pd.DataFrame(hundred).rename(columns=COLUMNS)
