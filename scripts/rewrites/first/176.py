import ipaddress
import socket


class Unresolved(Exception):
    pass


def name_of(address):
    try:
        name, *_ = socket.gethostbyaddr(address)
    except OSError as error:
        raise Unresolved(address) from error
    return name


def task_func(ip_addresses: list) -> dict:
    found = {}
    for address in ip_addresses:
        try:
            ipaddress.IPv4Address(address)
        except ValueError:
            continue
        try:
            found[address] = name_of(address)
        except Unresolved:
            found[address] = None
    return found
