import os
import re

REQUEST_LINE = re.compile(r"GET /(?P<name>[\w.-]+) HTTP/1\.1")


class HTTPFailure(Exception):
    status = "500 INTERNAL SERVER ERROR"
    message = "Internal Server Error"


class BadRequest(HTTPFailure):
    status = "400 BAD REQUEST"
    message = "Bad Request"


class NotFound(HTTPFailure):
    status = "404 NOT FOUND"
    message = "File Not Found"


def _requested_file(request):
    parsed = REQUEST_LINE.fullmatch(request)
    if parsed is None:
        raise BadRequest
    name = parsed["name"]
    if not os.path.exists(name):
        raise NotFound
    return name


def _body(name):
    try:
        with open(name, "rb") as file:
            return file.read().decode("utf-8")
    except Exception as cause:
        raise HTTPFailure from cause


def _response(status, body, *headers):
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", body])


def task_func(request):
    try:
        body = _body(_requested_file(request))
    except HTTPFailure as failure:
        return _response(failure.status, failure.message)
    return _response("200 OK", body, f"Content-Length: {len(body.encode('utf-8'))}")
