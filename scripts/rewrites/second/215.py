import requests
import json
import pandas as pd
import seaborn as sns
from matplotlib import pyplot as plt

# Constants
HEADERS = {
    'accept': 'application/json'
}


class ApiTable:
    """The answer of an API endpoint as a table."""

    def __init__(self, url, parameters):
        self.url = url
        self.parameters = dict(parameters or {})

    def load(self):
        reply = requests.get(self.url, params=self.parameters, headers=HEADERS)
        frame = pd.DataFrame(json.loads(reply.text))
        if frame.empty:
            raise ValueError('the endpoint sent no data: ' + self.url)
        return frame

    @staticmethod
    def heatmap(frame):
        plt.figure()
        return sns.heatmap(
            frame.corr(numeric_only=True),
            annot=True,
            square=True,
            cmap='vlag',
        )


def task_func(url, parameters):
    table = ApiTable(url, parameters)
    frame = table.load()
    axes = table.heatmap(frame)
    axes.set_title('Correlation of numerical characteristics')
    plt.show(block=False)
    return frame, axes
