"""C's end: does what T asks. It is the candidate's process, which may do anything: nothing here is
relied on, but for honest programs.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import inspect
import logging
import os
import pickle
import sys
import types
from collections.abc import Callable
from typing import Any, NoReturn

from . import arrays, raised, reference
from .own_kinds import encode_own
from .peer import Peer, is_module
from .values import (
    Decoder,
    Encoder,
    class_named,
    learn_libraries,
    parts_of_class,
    text_to_bytes,
)
from .wire import Gone, NotPlain, Tree, Wire, class_of, text_of

PYPLOT = "matplotlib.pyplot"
_getpid, _leave, _unpickle, _import = os.getpid, os._exit, pickle.loads, importlib.import_module
_MISSING = object()
_SEEN_OF_REFERENCES = {"__name__", "__doc__", "__qualname__", "__dict__"}


class ProgramEnd(Peer):
    """`module`: the candidate's. Events are what it printed, warned of and logged."""

    def __init__(self, wire: Wire, module: types.ModuleType) -> None:
        super().__init__(wire, guarded=False)
        self.module = module
        self._events: list[Tree] = []
        self._patched: dict[int, tuple[Any, str, Any]] = {}
        self._functions: dict[int, Any] = {}  # made for functions of the tests, by number
        self._behind: dict[int, Any] = {}  # their references, by identity

    def event(self, kind: str, said: Tree) -> None:
        if _getpid() == self.pid:
            self._events.append([kind, said])

    def take_events(self) -> list[Tree]:
        events, self._events = self._events, []
        return events

    # Values for T

    def refer_to_own(self, value: Any, encode: Encoder, depth: int) -> Tree:
        behind = self._behind.get(id(value))
        if behind is not None:
            return ["R", reference.number_of(behind)]
        if is_module(value, PYPLOT):
            return ["gl", PYPLOT, ""]
        plain = encode_own(value, encode, depth)
        if plain is not None:
            return plain
        special = reference.special_methods(value)
        kind = class_of(value)
        return ["X", self.give(value), parts_of_class(kind), special, None]

    def raised(self, error: BaseException, encode: Encoder, depth: int) -> Tree:
        return raised.encode_error(error, encode, depth)

    # Values of T

    def stand_in(self, tree: Tree) -> Any:
        _, number, claims, special, shape = tree
        made = self.stand_in_for(number, claims, special)
        if shape is None:
            return made
        if number not in self._functions:
            function = _function_like(made, shape, Decoder(self))
            self._functions[number] = function
            self._behind[id(function)] = made
        return self._functions[number]

    def claimed_class(self, stand_in: Any) -> type[Any]:
        kinds = map(class_named, reference.claims_of(stand_in))
        own = class_of(stand_in)
        return next(filter(None, kinds), own)

    def named(self, tree: Tree) -> Any:
        _, module, path = tree
        if path.startswith("@"):
            return logging.getLogger(path[1:])
        return self._located(module, path)

    def unpickled(self, tree: Tree) -> Any:
        return _unpickle(text_to_bytes(tree[1]))

    def error(self, tree: Tree, decode: Decoder, depth: int) -> BaseException:
        return raised.decode_any_error(tree, decode)

    def _located(self, module: str, path: str) -> Any:
        at: Any = self.module if module in ("__test__", "__main__") else _import(module)
        for part in filter(None, path.split(".")):
            at = getattr(at, part)
        return at

    # What references ask

    def get(self, stand_in: Any, name: str) -> Any:
        if name.startswith("__") and name.endswith("__") and name not in _SEEN_OF_REFERENCES:
            raise AttributeError(name)
        return self._request("get", stand_in, name, [], {})

    def change(self, stand_in: Any, how: str, arguments: list[Any]) -> Any:
        name, *values = arguments
        if how != "setattr":
            raise AttributeError(name)
        if name == "__signature__":
            return None  # which pyplot gives to what it shows by, a mock of the tests too
        return self._request("set", stand_in, name, values, {})

    def words(self, stand_in: Any, name: str, *arguments: Any) -> str:
        if name != "__repr__":
            with contextlib.suppress(AttributeError):
                return self._request("special", stand_in, name, list(arguments), {})
        return f"<{(reference.claims_of(stand_in) or ['?'])[0]} of the tests>"

    def special(
        self, stand_in: Any, name: str, arguments: tuple[Any, ...], keywords: dict[str, Any]
    ) -> Any:
        if name == "__call__":
            return self._request("call", stand_in, "", list(arguments), keywords)
        if name in ("__eq__", "__ne__") and arguments[0] is stand_in:
            return name == "__eq__"
        if name in reference.CHECKS:
            raise TypeError("what the tests gave is no class here")
        if name == "__exit__":
            arguments = arguments[1:2]  # the exception, from which T makes the other two
        return self._request("special", stand_in, name, list(arguments), keywords)

    def _request(
        self, how: str, stand_in: Any, name: str, arguments: list[Any], keywords: dict[str, Any]
    ) -> Any:
        if _getpid() != self.pid:
            raise RuntimeError("an object of the tests is used in a forked process")
        with self.lock:
            learn_libraries()
            encode = Encoder(self)
            try:
                given = self.encode_all(encode, arguments)
                named = self.encode_named(encode, keywords)
                what = ["R", reference.number_of(stand_in)]
                self.wire.send([how, what, name, given, named, self.take_events()])
            except NotPlain as error:
                raise TypeError(f"cannot pass to the tests: {error}") from error
            outcome, tree, state = self._replied()
            self.state.take(state)
            if outcome == "no":
                raise TypeError(f"a value of the tests cannot pass: {tree}")
            value = Decoder(self)(tree)
        if outcome == "err":
            raise value
        return value

    def _replied(self) -> list[Tree]:
        while True:
            message = self.wire.receive()
            if message[0] in ("ok", "err", "no"):
                return message
            self._handle(message)

    # Doing what is asked

    def serve(self) -> NoReturn:
        self.lock.acquire()
        while True:
            try:
                self._handle(self.wire.receive())
            except (Gone, OSError):
                _leave(0)

    def raise_tree(self, error: BaseException) -> Tree:
        learn_libraries()
        return self.raised(error, Encoder(self), 0)

    def tell_start(self, outcome: str, tree: Tree) -> None:
        self.wire.send([outcome, tree, [], self.take_events(), self.state.changes()])

    def _handle(self, message: list[Tree]) -> None:
        self.state.take(message[-1])
        decode = Decoder(self, numbering=True)
        before: list[Any] = []
        encode = Encoder(self)
        try:
            call = self._call(message, decode)
            met = decode.met
            encode = Encoder(self, known={id(value): number for number, value in enumerate(met)})
            before = [self._contents(encode, value) for value in met]
            self.lock.release()
            try:
                outcome, value = "ok", call()
            finally:
                self.lock.acquire()
        except (Gone, OSError) as error:
            if isinstance(error, Gone):
                _leave(0)
            outcome, value = "err", error
        except BaseException as error:
            outcome, value = "err", error
        learn_libraries()
        self._reply(encode, outcome, value, list(zip(decode.met, before, strict=False)))

    def _reply(
        self, encode: Encoder, outcome: str, value: Any, arguments: list[tuple[Any, Any]]
    ) -> None:
        try:
            changed = [
                [number, encode.inside(argument)]
                for number, (argument, before) in enumerate(arguments)
                if before is not None and self._contents(encode, argument) != before
            ]
            tree = encode(value) if outcome == "ok" else self.raised(value, encode, 0)
            message = [outcome, tree, changed, self.take_events(), self.state.changes()]
            self.wire.send(message)
        except (NotPlain, RecursionError, TypeError, ValueError, AttributeError) as error:
            self.wire.send(["no", str(error)[:500], [], self.take_events(), self.state.changes()])

    @staticmethod
    def _contents(encode: Encoder, value: Any) -> Any:
        """Something that differs when the value does; None where that cannot be told."""
        if arrays.is_array(value) and value.dtype.kind != "O":
            return value.tobytes()
        try:
            return text_of(encode.inside(value))
        except NotPlain:
            return None

    def _call(self, message: list[Tree], decode: Decoder) -> Callable[[], Any]:
        """What is asked, ready to be called. Parts are decoded in the order in which T wrote
        them.
        """
        kind, what = message[0], message[1]
        if kind in ("entry", "call", "global"):
            arguments = [decode(argument) for argument in message[2]]
            keywords = self.decode_named(decode, message[3])
            function = self._function(kind, what)
            return lambda: function(*arguments, **keywords)
        if kind == "use":
            target, how = self.own(what), message[2]
            arguments = [decode(argument) for argument in message[3]]
            return lambda: _used(target, how, arguments)
        values = [decode(value) for value in message[2]]
        return lambda: _DO[kind](self, what, values)

    def _function(self, kind: str, what: Any) -> Any:
        if kind == "entry":
            return getattr(self.module, what)
        return self.own(what) if kind == "call" else self._located(*what)

    def find_name(self, what: Any, _values: list[Any]) -> Any:
        return vars(self.module)[what]

    def holds(self, what: Any, _values: list[Any]) -> bool:
        """Whether a name of the program is that module, or that class or function of a library."""
        name, module, path = what
        value = vars(self.module)[name]
        try:
            return value is self._located(module, path)
        except (ImportError, AttributeError):  # what tells another origin than it has
            return False

    def await_(self, what: Any, _values: list[Any]) -> Any:
        return asyncio.run(self.own(what))

    def patch(self, what: Any, values: list[Any]) -> None:
        module, path, attribute, token = what
        target = self._located(module, path)
        if isinstance(target, (type, types.ModuleType)):
            before = vars(target).get(attribute, _MISSING)
        else:
            before = getattr(target, attribute, _MISSING)
        self._patched[token] = (target, attribute, before)
        setattr(target, attribute, values[0])

    def unpatch(self, what: Any, _values: list[Any]) -> None:
        target, attribute, before = self._patched.pop(what)
        if before is _MISSING:
            delattr(target, attribute)
        else:
            setattr(target, attribute, before)

    def replace_dict(self, what: Any, values: list[Any]) -> None:
        module, name = what
        target = self._located(module, name)
        target.clear()
        target.update(values[0])

    def set_log_level(self, what: Any, values: list[Any]) -> int:
        logger = logging.getLogger(what or None)
        before = logger.level
        logger.setLevel(values[0])
        return before


_DO: dict[str, Callable[[ProgramEnd, Any, list[Any]], Any]] = {
    "name": ProgramEnd.find_name,
    "holds": ProgramEnd.holds,
    "await": ProgramEnd.await_,
    "patch": ProgramEnd.patch,
    "unpatch": ProgramEnd.unpatch,
    "dict": ProgramEnd.replace_dict,
    "log level": ProgramEnd.set_log_level,
}


def _used(target: Any, how: str, arguments: list[Any]) -> Any:
    if how == "getattr":
        return getattr(target, arguments[0])
    if how == "setattr":
        return setattr(target, arguments[0], arguments[1])
    if how == "delattr":
        return delattr(target, arguments[0])
    name, *rest = arguments
    if name == "__array__":
        return sys.modules["numpy"].asarray(target)
    plain: dict[str, Any] = {"__iter__": iter, "__format__": format, "__str__": str}
    if name in plain:
        return plain[name](target, *rest)
    if name == "__repr__":
        return repr(target)
    kind = class_of(target)
    return getattr(kind, name)(target, *rest)


def _function_like(made: Any, shape: Tree, decode: Decoder) -> Any:
    """A function with the name and the signature of one of the tests, which calls that."""
    name, path, words, names, posonly, positional, keyword, flags, *parts = shape

    def function(*arguments: Any, **keywords: Any) -> Any:
        return made(*arguments, **keywords)

    defaults, keyword_defaults, annotations = (decode(part) for part in parts)
    kinds = [inspect.Parameter.POSITIONAL_ONLY] * posonly
    kinds += [inspect.Parameter.POSITIONAL_OR_KEYWORD] * (positional - posonly)
    found: list[inspect.Parameter] = []
    by_position = names[:positional]
    default_of = dict(zip(reversed(by_position), reversed(defaults or ()), strict=False))
    default_of.update(keyword_defaults or {})
    rest = list(names[positional + keyword :])
    empty: Any = inspect.Parameter.empty
    noted: dict[str, Any] = annotations or {}

    def add(each: str, kind: Any) -> None:
        default, annotation = default_of.get(each, empty), noted.get(each, empty)
        found.append(inspect.Parameter(each, kind, default=default, annotation=annotation))

    for each, kind in zip(by_position, kinds, strict=True):
        add(each, kind)
    if flags & 4:
        add(rest.pop(0), inspect.Parameter.VAR_POSITIONAL)
    for each in names[positional : positional + keyword]:
        add(each, inspect.Parameter.KEYWORD_ONLY)
    if flags & 8:
        add(rest.pop(0), inspect.Parameter.VAR_KEYWORD)
    inside: Any = function
    inside.__name__, inside.__qualname__, inside.__doc__ = name, path, words
    inside.__annotations__ = noted
    result = noted.get("return", inspect.Signature.empty)
    inside.__signature__ = inspect.Signature(found, return_annotation=result)
    return function
