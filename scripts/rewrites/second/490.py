import json
from collections import OrderedDict
from xml.parsers.expat import ExpatError

import xmltodict


class InvalidXMLError(ValueError):
    """The string handed in is not well-formed XML."""


def parse_xml(text):
    try:
        return xmltodict.parse(text, dict_constructor=OrderedDict)
    except ExpatError as error:
        raise InvalidXMLError(f"cannot parse the XML: {error}") from error


def save_json(data, target):
    encoder = json.JSONEncoder(indent='\t', sort_keys=False)
    with open(target, 'w', encoding='ascii') as out:
        out.writelines(encoder.iterencode(data))
        out.write('\n')


def task_func(s, file_path):
    tree = parse_xml(s)  # before the file is opened: bad XML must not leave one behind
    save_json(tree, file_path)
    return tree
