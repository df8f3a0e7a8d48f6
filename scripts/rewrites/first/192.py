import re
import smtplib
from email.message import Message
from typing import List, NamedTuple

TEXT = (
    "Josie Smith [3996 COLLEGE AVENUE, SOMETOWN, MD 21003]"
    "Mugsy Dog Smith [2560 OAK ST, GLENMEADE, WI 14098]"
)


class Account(NamedTuple):
    address: str
    password: str


def names_in(text: str) -> List[str]:
    outside, depth = [""], 0
    for letter in text:
        if letter == "[":
            depth += 1
            outside.append("")
        elif letter == "]" and depth:
            depth -= 1
        elif not depth:
            outside[-1] += letter
    return [part.strip() for part in outside if part]


def task_func(
    text=TEXT,
    smtp_server="smtp.gmail.com",
    smtp_port=587,
    email_address="your.email@gmail.com",
    email_password="your.password",
    recepient_address="names@gmail.com",
    smtp=None,
):
    account = Account(email_address, email_password)
    names = names_in(text)
    server = (smtp or smtplib.SMTP)(smtp_server, smtp_port)
    server.starttls()
    server.login(*account)
    body = "\n".join(["Subject: Extracted Names", "", *names])
    server.sendmail(account.address, recepient_address, body)
    server.quit()
    return names
