import os
from dataclasses import asdict, dataclass
from typing import Optional

from flask import Flask
from flask_mail import Mail


@dataclass
class MailSettings:
    """Where the application hands in its mail."""

    MAIL_SERVER: str = 'localhost'
    MAIL_PORT: int = 25
    MAIL_USE_TLS: bool = False
    MAIL_USERNAME: Optional[str] = None
    MAIL_PASSWORD: Optional[str] = None

    def __post_init__(self):
        self.MAIL_PORT = int(self.MAIL_PORT)
        self.MAIL_USE_TLS = str(self.MAIL_USE_TLS).lower() == 'true'

    @classmethod
    def from_environment(cls, environ):
        known = cls.__dataclass_fields__.keys() & environ.keys()
        return cls(**{name: environ[name] for name in known})


def create_app(name, settings):
    app = Flask(name)
    app.config.from_object(settings)
    return app


def task_func(app_name):
    settings = MailSettings.from_environment(os.environ)

    mail = Mail()
    app = create_app(app_name, settings)
    mail.init_app(app)
    mail.app = app
    return mail, asdict(settings)
