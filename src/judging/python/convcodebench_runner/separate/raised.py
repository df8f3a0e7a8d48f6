"""Exceptions across: the names of their class and its bases, their plain arguments, their words,
and where they came from, as text.
"""

from __future__ import annotations

import linecache
import traceback
import types
from collections.abc import Callable
from typing import Any

from .. import traceback_text
from .values import Decoder, Encoder, class_named, parts_of_class
from .wire import NotPlain, Tree

MOST_ARGUMENTS = 20
MOST_FRAMES = 1100  # a recursion without end is told by the last of them
MOST_SOURCE = 400
MOST_WORDS = 20_000
BEYOND = traceback_text.BEYOND
POSITION = traceback_text.POSITION

Frame = list[Any]  # [file, line, function, source line or None, *POSITION]


def words_of(error: BaseException) -> str:
    try:
        said = str(error)
    except BaseException:
        return "?"
    return said[:MOST_WORDS]


def encode_error(error: BaseException, encode: Encoder, depth: int) -> Tree:
    """`["ex", classes, arguments, words, attributes, frames, text of what it was raised from]`."""
    arguments: list[Tree] = []
    for argument in error.args[:MOST_ARGUMENTS]:
        try:
            arguments.append(encode(argument, depth))
        except NotPlain:
            arguments.append(_shown(argument))
    attributes: list[Tree] = []
    for name, value in list(vars(error).items())[:MOST_ARGUMENTS]:
        if type(name) is str and not name.startswith("_"):
            try:
                attributes.append([name, encode(value, depth)])
            except NotPlain:
                continue
    frames, before = _came_from(error)
    classes = parts_of_class(type(error))
    return ["ex", classes, arguments, words_of(error), attributes, frames, before]


def _shown(value: Any) -> str:
    try:
        return str(value)[:MOST_WORDS]
    except BaseException:
        return "?"


def _came_from(error: BaseException) -> tuple[list[Frame], str]:
    """The frames of an exception that is on its way to the other side, oldest first, and the text
    of those before it.
    """
    shown = traceback.TracebackException(type(error), error, error.__traceback__, compact=True)
    frames: list[Frame] = []
    for frame in shown.stack[-MOST_FRAMES:]:
        if traceback_text.is_shown(frame.filename):
            source = linecache.getline(frame.filename, frame.lineno or 0)[:MOST_SOURCE]
            where = [getattr(frame, name, None) for name in POSITION]
            frames.append([frame.filename, frame.lineno, frame.name, source or None, *where])
    further = vars(error).get(BEYOND)
    if further is not None:
        frames += further[0]
    return frames[-MOST_FRAMES:], _text_before(error)


def _text_before(error: BaseException) -> str:
    words: Any = traceback
    try:
        if error.__cause__ is not None:
            link, from_where = words._cause_message, error.__cause__
        elif error.__context__ is not None and not error.__suppress_context__:
            link, from_where = words._context_message, error.__context__
        else:
            return ""
        return (traceback_text.of_exception(from_where) + "\n" + link)[-MOST_WORDS:]
    except Exception:
        return ""


class ForeignError(Exception):
    """An exception of a class that is the candidate's own, or not to be had here."""


def decode_error(
    refused: Callable[[type[Any]], bool], tree: Tree, decode: Decoder
) -> BaseException:
    """In T: an exception made of plain parts. `refused`: which classes it shall not be of. No
    constructor written in Python is run: it would be one of C's choosing.
    """
    _, names, arguments, words, attributes, frames, before = tree
    usable = [_usable(name, refused) for name in names[:40]]
    found: Any = next((kind for kind in usable if kind is not None), None)
    plain = tuple(decode(argument) for argument in arguments)
    said = words if type(words) is str else "?"
    if found is None:
        error: BaseException = ForeignError(said)
    else:
        error = _made(found, plain)
    for name, value in attributes:
        if type(name) is str and not name.startswith("_") and not hasattr(type(error), name):
            try:
                error.__dict__[name] = decode(value)
            except NotPlain:
                continue
    own_name = names[0].partition(":") if names else ("", "", "?")
    if words_of(error) != said or found is None or found is not _usable(names[0], refused):
        error = _renamed(error, plain, said, own_name[0], own_name[2])
    error.__dict__[BEYOND] = (_checked(frames), before if type(before) is str else "")
    return error


def _usable(name: Any, refused: Callable[[type[Any]], bool]) -> Any:
    kind: Any = class_named(name) if type(name) is str else None
    if kind is None or not issubclass(kind, BaseException) or refused(kind):
        return None
    if kind is GeneratorExit or type(kind.__new__) is types.FunctionType:
        return None
    if not issubclass(kind, Exception) and kind not in (
        SystemExit,
        BaseException,
        KeyboardInterrupt,
    ):
        return None
    return kind


_MADE_BY_INIT = (OSError, UnicodeError, SystemExit, StopIteration, ImportError, SyntaxError)


def _made(kind: Any, arguments: tuple[Any, ...]) -> BaseException:
    try:
        error: BaseException = kind.__new__(kind, *arguments)
        error.args = arguments
        if issubclass(kind, _MADE_BY_INIT):
            own: Any = kind.__init__
            if type(own) is types.FunctionType:
                own = Exception.__init__
            own(error, *arguments)
    except Exception:
        error = kind.__new__(kind)
    return error


def _renamed(
    error: BaseException, arguments: tuple[Any, ...], said: str, module: str, name: str
) -> BaseException:
    """The same under the name it had there, saying what it said there."""
    base: Any = type(error)
    if base is ForeignError:
        base = Exception

    def words(_error: BaseException) -> str:
        return said

    try:
        kind: Any = type(
            name.rpartition(".")[2] or "Exception",
            (base,),
            {"__str__": words, "__module__": module, "__qualname__": name},
        )
        other = kind.__new__(kind, *arguments)
        other.__dict__.update(vars(error))
        other.args = arguments
    except Exception:
        return error
    return other


def _checked(frames: Any) -> list[Frame]:
    found: list[Frame] = []
    for name, line, function, source, *where in frames[:MOST_FRAMES]:
        if type(name) is not str or type(line) is not int or type(function) is not str:
            continue
        if len(where) == len(POSITION) and all(each is None or type(each) is int for each in where):
            shown = source[:MOST_SOURCE] if type(source) is str else None
            found.append([name[:300], line, function[:200], shown, *where])
    return found


def decode_any_error(tree: Tree, decode: Decoder) -> BaseException:
    """In C: the exception of a test, made by its own class."""
    _, names, arguments, words, attributes, frames, before = tree
    plain = [decode(argument) for argument in arguments]
    kinds: list[Any] = [kind for kind in map(class_named, names) if kind is not None]
    kind = kinds[0] if kinds else Exception
    try:
        error: BaseException = kind(*plain)
    except BaseException:
        try:
            error = kind.__new__(kind, *plain)
            error.args = tuple(plain)
        except BaseException:
            error = Exception(words)
    for name, value in attributes:
        try:
            setattr(error, name, decode(value))
        except BaseException:
            continue
    error.__dict__[BEYOND] = (frames, before)
    return error
