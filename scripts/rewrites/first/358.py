import itertools
import json


class NumberListError(Exception):
    """The JSON input does not hold a usable 'number_list'."""


def task_func(json_list, r):
    try:
        document = json.loads(json_list)
    except (TypeError, json.JSONDecodeError) as error:
        raise NumberListError("the input is not valid JSON") from error

    if not isinstance(document, dict) or "number_list" not in document:
        raise NumberListError("the input has no 'number_list' key")

    return [*itertools.combinations(document["number_list"], r)]
