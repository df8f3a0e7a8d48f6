import re
import smtplib
from contextlib import contextmanager

# Constants
TEXT = "Josie Smith [3996 COLLEGE AVENUE, SOMETOWN, MD 21003]Mugsy Dog Smith [2560 OAK ST, GLENMEADE, WI 14098]"
RECEPIENT_ADDRESS = "names@gmail.com"
SMTP_SERVER = "smtp.gmail.com"
SMTP_PORT = 587
EMAIL_ADDRESS = "your.email@gmail.com"
EMAIL_PASSWORD = "your.password"

BRACKETED = re.compile(r"\[[^\]]*\]")


def extract_names(text):
    stripped = map(str.strip, BRACKETED.split(text))
    return [name for name in stripped if name]


@contextmanager
def mail_session(factory, host, port, user, password):
    """A logged-in, encrypted connection which is closed at the end."""
    connection = factory(host, port)
    try:
        connection.starttls()
        connection.login(user, password)
        yield connection
    finally:
        connection.quit()


def task_func(text=TEXT, smtp_server=SMTP_SERVER, smtp_port=SMTP_PORT, email_address=EMAIL_ADDRESS, email_password=EMAIL_PASSWORD, recepient_address=RECEPIENT_ADDRESS, smtp=None):
    names = extract_names(text)
    body = "\n".join(names)

    with mail_session(smtp or smtplib.SMTP, smtp_server, smtp_port, email_address, email_password) as session:
        session.sendmail(email_address, recepient_address, f"Subject: Extracted Names\n\n{body}")
    return names
