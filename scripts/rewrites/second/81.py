from flask import Flask
from flask_restful import Resource, Api
import requests


class ProxyResource(Resource):
    """REST resource that relays the JSON answer of an upstream API."""

    def __init__(self, upstream):
        self.upstream = upstream

    def get(self):
        answer = requests.get(self.upstream)
        return answer.json()


def task_func(api_url, template_folder):
    api = Api()
    api.add_resource(
        ProxyResource,
        '/data',
        endpoint='data',
        resource_class_kwargs={'upstream': api_url},
    )

    app = Flask(__name__, template_folder=template_folder)
    api.init_app(app)
    return app
