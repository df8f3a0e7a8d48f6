import csv
import io


def _read(filename, from_encoding, to_encoding):
    with io.open(filename, "r", encoding=from_encoding) as source:
        raw = source.read().encode(from_encoding)
    return raw.decode(to_encoding)


def task_func(filename="sample.csv", from_encoding="cp1251", to_encoding="utf8", delimiter=","):
    text = _read(filename, from_encoding, to_encoding)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    header = next(reader, ["Column"])
    data = [dict.fromkeys(header) | dict(zip(header, row)) for row in reader if row]

    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(record.values() for record in data)
    return data, buffer.getvalue()
