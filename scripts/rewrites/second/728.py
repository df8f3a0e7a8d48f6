import csv
import io
from dataclasses import dataclass, field

DEFAULT_HEADER = ('Column',)


@dataclass
class Table:
    header: list
    rows: list = field(default_factory=list)

    @classmethod
    def parse(cls, text, delimiter):
        reader = csv.DictReader(io.StringIO(text, newline=''), delimiter=delimiter)
        rows = [*reader]
        return cls(list(reader.fieldnames or DEFAULT_HEADER), rows)

    def render(self, delimiter):
        with io.StringIO() as output:
            writer = csv.DictWriter(
                output,
                self.header,
                delimiter=delimiter,
                lineterminator='\n',
                extrasaction='ignore',
            )
            writer.writeheader()
            for row in self.rows:
                writer.writerow(row)
            return output.getvalue()


def recode(text, source, target):
    return str(bytes(text, source), target)


def task_func(filename, from_encoding='cp1251', to_encoding='utf8', delimiter=','):
    with io.open(filename, 'r', encoding=from_encoding) as csv_file:
        text = csv_file.read()

    table = Table.parse(recode(text, from_encoding, to_encoding), delimiter)
    return table.rows, table.render(delimiter)
