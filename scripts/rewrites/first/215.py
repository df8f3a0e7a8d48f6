import json

import matplotlib.pyplot as plt
import pandas as pd
import requests
import seaborn as sns

# Constants
HEADERS = {
    'accept': 'application/json'
}


class DataRetrievalError(Exception):
    """The endpoint could not be reached or did not send usable data."""


def _fetch(url, parameters):
    try:
        response = requests.get(url, params=parameters, headers=HEADERS)
    except requests.exceptions.RequestException as error:
        raise DataRetrievalError(f'cannot access {url!r}') from error

    try:
        return json.loads(response.text)
    except json.JSONDecodeError as error:
        raise DataRetrievalError(f'{url!r} did not answer with JSON') from error


def task_func(url, parameters):
    payload = _fetch(url, parameters)
    if not payload:
        raise DataRetrievalError(f'{url!r} returned no data')

    df = pd.DataFrame(payload)
    numeric = df.select_dtypes(include='number')

    _, ax = plt.subplots()
    sns.heatmap(numeric.corr(), annot=True, cmap='coolwarm', vmin=-1, vmax=1, ax=ax)
    plt.show()
    return df, ax
