import os

from flask import Flask
from flask_mail import Mail

DEFAULTS = {
    "MAIL_SERVER": "localhost",
    "MAIL_PORT": 25,
    "MAIL_USE_TLS": False,
    "MAIL_USERNAME": None,
    "MAIL_PASSWORD": None,
}
CONVERTERS = {
    "MAIL_PORT": int,
    "MAIL_USE_TLS": lambda text: text.strip().lower() in {"true", "1", "yes", "on"},
}


def _setting(name):
    if name not in os.environ:
        return DEFAULTS[name]
    convert = CONVERTERS.get(name, str)
    return convert(os.environ[name])


def task_func(app_name):
    configs = {name: _setting(name) for name in DEFAULTS}

    app = Flask(app_name)
    app.config.update(configs)
    return Mail(app), configs
