import logging
import os
from contextlib import contextmanager
from http import HTTPStatus

from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient
from sendgrid.helpers.mail import Mail

logger = logging.getLogger(__name__)


class DirectoryMissingError(FileNotFoundError):
    def __init__(self, path):
        super().__init__(f"Directory '{path}' cannot be listed.")


@contextmanager
def reporting_failures():
    """Log what goes wrong while sending and let it go on to the caller."""
    try:
        yield
    except HTTPError:
        logger.error("The mail service answered with an HTTP error.")
        raise
    except Exception:
        logger.error("The message could not be sent.")
        raise


def compose(path, recipient):
    try:
        names = os.listdir(path)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DirectoryMissingError(path) from error

    return Mail(
        from_email='directory-listing@example.com',
        to_emails=[recipient],
        subject=f'{len(names)} file(s) in {path}',
        html_content='<ul>' + ''.join(f'<li>{name}</li>' for name in names) + '</ul>',
    )


def task_func(dir, api_key, recipient_email):
    message = compose(dir, recipient_email)
    with reporting_failures():
        status = SendGridAPIClient(api_key).send(message).status_code
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
