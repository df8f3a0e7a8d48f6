"""What a server is told first."""

import dataclasses
import json
import unittest
from typing import Any

from convcodebench_runner.settings import SettingsError, read_settings

TOLD: dict[str, Any] = {
    "level": 1,
    "limits": {
        "memory": 1,
        "processes": 2,
        "files": 3,
        "file_size": 4,
        "scratch": 5,
        "shared_memory": 6,
        "output": 7,
        "core": 0,
    },
    "preload": [["unittest", "json"], []],
    "distributions": False,
    "scratch": "/tmp",
    "layers": {"audit": False},
    "readable": ["/usr"],
    "links": [["/home/python", "/usr/bin/python3"]],
    "runner": "/runner",
    "number": 7,
    "memory_group": True,
}


def line(**changes: Any) -> bytes:
    return json.dumps({**TOLD, **changes}).encode()


class Settings(unittest.TestCase):
    def test_are_read_whole_and_cannot_be_changed(self) -> None:
        settings = read_settings(line())
        self.assertEqual(settings.limits.shared_memory, 6)
        self.assertEqual(settings.preload, (("unittest", "json"), ()))
        self.assertEqual(settings.links, (("/home/python", "/usr/bin/python3"),))
        self.assertFalse(settings.layers.audit)
        with self.assertRaises(dataclasses.FrozenInstanceError):
            setattr(settings, "scratch", "/elsewhere")  # noqa: B010 (what pyright would refuse)

    def test_name_the_field_that_is_not_as_it_must_be(self) -> None:
        limits = {**TOLD["limits"], "core": True}
        wrong: list[tuple[dict[str, Any], str]] = [
            ({"level": 5}, "settings: level: no whole number that it may be"),
            ({"level": "1"}, "settings: level: no whole number"),
            ({"limits": None}, "settings: limits.: not an object"),
            ({"limits": limits}, "settings: limits.core: no whole number"),
            ({"layers": {}}, "settings: layers.audit: neither true nor false"),
            ({"preload": ["json"]}, "settings: preload: no list of texts"),
            ({"readable": [1]}, "settings: readable: no list of texts"),
            ({"links": [["a"]]}, "settings: links: each must be a path and its target"),
            ({"runner": None}, "settings: runner: no text"),
        ]
        for changes, words in wrong:
            with self.subTest(words=words), self.assertRaisesRegex(SettingsError, f"^{words}"):
                read_settings(line(**changes))

    def test_are_asked_for_as_an_object(self) -> None:
        for text in (None, b"", b"{", b"[]"):
            with self.subTest(text=text), self.assertRaises(SettingsError):
                read_settings(text)
