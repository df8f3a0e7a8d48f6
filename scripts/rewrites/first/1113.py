import csv
from collections import defaultdict


def task_func(csv_file, emp_prefix='EMP$$'):
    records = defaultdict(int)
    try:
        with open(csv_file, newline='') as file:
            for employee, *_ in filter(None, csv.reader(file)):
                if employee.startswith(emp_prefix):
                    records[employee] += 1
    except FileNotFoundError:
        return {'error': f'The file {csv_file} was not found.'}
    except (OSError, UnicodeError, csv.Error) as error:
        return {'error': str(error)}
    return dict(records)
