from pathlib import Path


class Answer(Exception):
    def __init__(self, status, body):
        super().__init__(status)
        self.status, self.body = status, body

    def __str__(self):
        return f"HTTP/1.1 {self.status}\r\n\r\n{self.body}"


def asked_for(request):
    parts = request.split(" ")
    if len(parts) != 3 or parts[0] != "GET" or parts[2] != "HTTP/1.1":
        raise Answer("400 BAD REQUEST", "Bad Request")
    name = parts[1]
    plain = name[1:].replace(".", "").replace("-", "").replace("_", "")
    if not name.startswith("/") or not plain.isalnum():
        raise Answer("400 BAD REQUEST", "Bad Request")
    return Path(name[1:])


def task_func(request):
    try:
        path = asked_for(request)
        import os

        if not os.path.exists(str(path)):
            raise Answer("404 NOT FOUND", "File Not Found")
        try:
            with open(str(path), "rb") as file:
                data = file.read()
            return f"HTTP/1.1 200 OK\r\nContent-Length: {len(data)}\r\n\r\n{data.decode()}"
        except Exception as error:
            raise Answer("500 INTERNAL SERVER ERROR", "Internal Server Error") from error
    except Answer as answer:
        return str(answer)
