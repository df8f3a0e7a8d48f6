"""What the harness tells a server first, read once at the door; nothing changes it afterwards."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, cast


class SettingsError(Exception):
    """The first line is not what the harness sends: the two are of different versions."""


@dataclass(frozen=True)
class Limits:
    """What one job may use. All but `processes` and `files` are bytes."""

    memory: int
    processes: int
    files: int
    file_size: int
    scratch: int
    shared_memory: int
    output: int
    core: int


@dataclass(frozen=True)
class Layers:
    """Which runs a pass must stand besides the first."""

    audit: bool


@dataclass(frozen=True)
class Settings:
    """`level`: of the seal. `preload`: modules by tier. `distributions`: whether verdicts depend on
    what is installed. `scratch`: the folder in which the server makes its own. `readable`: folders
    of the Python at hand, which jobs see; `links`: paths of links to make for them, with targets.
    `runner`: our own folder. `number`: tells servers at the same time apart. `memory_group`:
    whether there is one for the jobs (`memory_group.py`).
    """

    level: int
    limits: Limits
    preload: tuple[tuple[str, ...], ...]
    distributions: bool
    scratch: str
    layers: Layers
    readable: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    runner: str
    number: int
    memory_group: bool


def read_settings(line: bytes | None) -> Settings:
    """Raises SettingsError that names the field."""
    try:
        told = _Part("", json.loads(line or b""))
    except ValueError as error:
        raise SettingsError("settings: not JSON") from error
    limits, layers = told.part("limits"), told.part("layers")
    return Settings(
        level=told.number("level", 1, 4),
        limits=Limits(**{name: limits.number(name) for name in Limits.__annotations__}),
        preload=tuple(tuple(tier) for tier in told.lists_of_text("preload")),
        distributions=told.truth("distributions"),
        scratch=told.text("scratch"),
        layers=Layers(audit=layers.truth("audit")),
        readable=tuple(told.list_of_text("readable")),
        links=tuple(_pair(link) for link in told.lists_of_text("links")),
        runner=told.text("runner"),
        number=told.number("number"),
        memory_group=told.truth("memory_group"),
    )


class _Part:
    """An object of what was told, whose fields are asked for by their kind."""

    def __init__(self, path: str, value: Any) -> None:
        self._path = path
        if not isinstance(value, dict):
            raise SettingsError(f"settings: {path or 'the line'}: not an object")
        self._fields = cast("dict[str, Any]", value)

    def part(self, name: str) -> _Part:
        return _Part(self._path + name + ".", self._fields.get(name))

    def number(self, name: str, least: int = 0, most: int | None = None) -> int:
        value = self._fields.get(name)
        if type(value) is not int or value < least or (most is not None and value > most):
            raise self._error(name, "no whole number that it may be")
        return value

    def truth(self, name: str) -> bool:
        value = self._fields.get(name)
        if not isinstance(value, bool):
            raise self._error(name, "neither true nor false")
        return value

    def text(self, name: str) -> str:
        value = self._fields.get(name)
        if not isinstance(value, str):
            raise self._error(name, "no text")
        return value

    def list_of_text(self, name: str) -> list[str]:
        return self._checked_texts(name, self._fields.get(name))

    def lists_of_text(self, name: str) -> list[list[str]]:
        return [self._checked_texts(name, each) for each in self._checked_list(name)]

    def _checked_list(self, name: str) -> list[Any]:
        value = self._fields.get(name)
        if not isinstance(value, list):
            raise self._error(name, "no list")
        return cast("list[Any]", value)

    def _checked_texts(self, name: str, value: Any) -> list[str]:
        texts: list[Any] = cast("list[Any]", value) if isinstance(value, list) else [None]
        if not all(isinstance(each, str) for each in texts):
            raise self._error(name, "no list of texts")
        return texts

    def _error(self, name: str, what: str) -> SettingsError:
        return SettingsError(f"settings: {self._path}{name}: {what}")


def _pair(link: list[str]) -> tuple[str, str]:
    if len(link) != 2:
        raise SettingsError("settings: links: each must be a path and its target")
    return link[0], link[1]
