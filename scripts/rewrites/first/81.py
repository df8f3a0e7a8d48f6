from flask import Flask
from flask_restful import Api, Resource
import requests


def task_func(api_url, template_folder):
    app = Flask(__name__, template_folder=template_folder)
    app.config["EXTERNAL_API_URL"] = api_url
    api = Api(app)

    @api.resource("/data")
    class ExternalData(Resource):
        """Passes the JSON document of the external API on to the caller."""

        @staticmethod
        def get():
            return requests.get(app.config["EXTERNAL_API_URL"]).json()

    return app
