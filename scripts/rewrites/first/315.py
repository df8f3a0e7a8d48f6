import os

from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient
from sendgrid.helpers.mail import Mail

SENDER = "from_email@example.com"


def _list_files(directory):
    if not os.path.exists(directory):
        raise FileNotFoundError(f"No such directory: {directory}")
    return sorted(os.listdir(directory))


def task_func(dir, api_key, recipient_email):
    body = "\n".join(_list_files(dir)) or "(the directory is empty)"
    message = Mail(SENDER, recipient_email, f"Files in {dir}", body)

    try:
        response = SendGridAPIClient(api_key=api_key).send(message)
    except HTTPError as error:
        print(f"SendGrid refused the message: {error}")
        raise

    return response.status_code // 100 == 2
