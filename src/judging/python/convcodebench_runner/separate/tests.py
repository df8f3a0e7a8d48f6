"""T's end. It asks; whatever comes back is rebuilt by fixed constructors, and what does not fit is
garbage, after which nothing of the other side is heard any more.
"""

from __future__ import annotations

import logging
import mmap
import os
import pickle
import sys
import types
import warnings
from collections.abc import Callable
from typing import Any
from unittest import mock

from . import allowed, raised, reference
from .arrays import is_array
from .own_kinds import is_made
from .peer import Peer
from .values import (
    MUTABLE,
    Decoder,
    Encoder,
    bytes_to_text,
    class_named,
    learn_libraries,
    name_of_class,
    parts_of_class,
)
from .wire import (
    DEEPEST_CALLS,
    MOST_BYTES,
    MOST_QUESTIONS,
    Garbage,
    Gone,
    NotPlain,
    Tree,
    Wire,
    class_of,
)

MOST_PRINTED = 8 << 20
MOST_MARKS = 10
LONGEST_MARK = 200
# In the profile of a problem without a canonical solution stands USUAL: all but what follows.
USUAL = "usual"
NO_CLASS = "reference: no class"
OWN_OBJECT = "name: an object of the program"
UNUSUAL = {NO_CLASS, OWN_OBJECT, "masked array"}
# Parts of a picture: a problem that gives one may give others, but for those that are tuples.
DRAWN = ("reference: matplotlib.", "reference: mpl_toolkits.")
TUPLES = "reference: matplotlib.container:"
LONGEST_SCAN = 200_000  # of a reference, for `in`

_getpid, _pickle = os.getpid, pickle.dumps
_ASKS_OF_MOCKS = {
    *("_mock_methods", "_spec_class", "_is_coroutine", "_is_coroutine_marker", "_mock_self"),
}
_SEEN_OF_REFERENCES = {
    *("__name__", "__doc__", "__qualname__", "__dict__", "__module__", "__self__", "__func__"),
    "__wrapped__",
}


class NotSeparable(Exception):
    """The tests need what cannot cross. The run proves nothing, whatever becomes of this."""


class TestsEnd(Peer):
    """`marks`: why the run proves nothing, each told to `tell`; `used`: what the program gave that
    is no plain value; `profile`: what it may give, None for anything. What the tests give is theirs
    to give.
    """

    def __init__(
        self, wire: Wire, profile: frozenset[str] | None, tell: Callable[[str], None]
    ) -> None:
        super().__init__(wire, guarded=True)
        self.profile = profile
        self._tell = tell
        self.marks: list[str] = []
        self.used: set[str] = set()
        self.broken: str | None = None
        self._questions = self._depth = self._printed = 0
        # Set by any process of the tests: what a forked one finds out is to be known here too.
        self._marked = mmap.mmap(-1, 1)

    # What the run came to

    def mark(self, why: str) -> None:
        """Tells at once why the run proves nothing: it may be ended by its limit."""
        self._marked[0] = 1
        if _getpid() == self.pid and len(self.marks) < MOST_MARKS:
            self.marks.append(why[:LONGEST_MARK])
            self._tell(self.marks[-1])

    def tell_of_forked(self) -> None:
        """At the end: what another process of the tests has marked."""
        if self._marked[0] and not self.marks:
            self.mark("a process of the tests asked for what cannot cross")

    def note(self, what: str) -> None:
        """Something of the protocol is used that is part of a profile."""
        if what not in self.used:
            self.used.add(what[:LONGEST_MARK])
            if not self._allows(what):
                self.mark(f"outside the profile: {what}")

    def _allows(self, what: str) -> bool:
        if self.profile is None or what in self.profile:
            return True
        if _is_drawn(what) and any(map(_is_drawn, self.profile)):
            return True
        return USUAL in self.profile and what not in UNUSUAL

    def fail(self, why: str) -> Any:
        self.mark(why)
        raise NotSeparable(why)

    def masked(self, is_plain: bool) -> None:
        self.note("masked array")
        if not is_plain:
            self.mark("a masked element equals everything")

    # Values for C

    def refer_to_own(self, value: Any, encode: Encoder, depth: int) -> Tree:
        kind = class_of(value)
        if kind is types.TracebackType:
            return None
        if is_made(value):
            raise NotPlain("a value of the program's own class")
        if isinstance(value, mock.NonCallableMock):
            return self._given_as("mock", value, encode, depth)
        if isinstance(value, types.ModuleType) and value.__name__ in sys.modules:
            return ["gl", value.__name__, ""]
        if isinstance(value, logging.Logger):
            return ["gl", "logging", "@" + value.name]
        if not allowed.made_by_tests(value) and kind is not types.MethodType:
            named = allowed.global_name(value)
            if named is not None:
                return ["gl", *named]
        if isinstance(value, types.MethodType):
            named = allowed.global_name(value.__self__)
            if named is not None:
                return ["gl", named[0], f"{named[1]}.{value.__name__}"]
        what = allowed.kind_of(value)
        if what is not None:
            return self._given_as(what, value, encode, depth)
        return self._pickled(value)

    def _given_as(self, what: str, value: Any, encode: Encoder, depth: int) -> Tree:
        shape = None
        if what == "function" and isinstance(value, types.FunctionType):
            shape = _shape_of(value, encode, depth)
        classes = parts_of_class(value.__class__)
        return ["X", self.give(value), classes, reference.special_methods(value), shape]

    def _pickled(self, value: Any) -> Tree:
        """Any other object of a library goes to C as a copy; never the other way."""
        try:
            data = _pickle(value, protocol=4)
        except BaseException as error:
            raise NotPlain(f"{name_of_class(class_of(value))} ({error})") from error
        if len(data) > MOST_BYTES // 2:
            raise NotPlain("an argument too large")
        return ["pk", bytes_to_text(data)]

    def raised(self, error: BaseException, encode: Encoder, depth: int) -> Tree:
        return raised.encode_error(error, encode, depth)

    # Values of C

    def stand_in(self, tree: Tree) -> Any:
        _, number, claims, special, _ = tree
        if type(number) is not int or not _are_names(claims) or not _are_names(special):
            raise Garbage("no reference")
        kind = next(filter(None, map(self._claimed, claims)), None)
        self.note(NO_CLASS if kind is None else f"reference: {name_of_class(kind)}")
        made = self.stand_in_for(number, claims, special)
        if claims[:1] != ["builtins:coroutine"]:
            return made

        async def awaited() -> Any:
            return self.ask("await", ["R", number])

        return awaited()

    def _claimed(self, claim: str) -> type[Any] | None:
        kind = class_named(claim)
        return kind if kind is not None and allowed.may_claim(kind) else None

    def claimed_class(self, stand_in: Any) -> type[Any]:
        claims = map(self._claimed, reference.claims_of(stand_in))
        own = class_of(stand_in)
        return next(filter(None, claims), own)

    def named(self, tree: Tree) -> Any:
        if tree[1:] == ["matplotlib.pyplot", ""]:
            return sys.modules["matplotlib.pyplot"]
        raise Garbage("a global name")

    def unpickled(self, tree: Tree) -> Any:
        raise Garbage("a pickle")

    def error(self, tree: Tree, decode: Decoder, depth: int) -> BaseException:
        return raised.decode_error(_is_refused, tree, decode)

    # What references ask

    def get(self, stand_in: Any, name: str) -> Any:
        is_special = name.startswith("__") and name.endswith("__")
        if (is_special and name not in _SEEN_OF_REFERENCES) or name in _ASKS_OF_MOCKS:
            raise AttributeError(name)
        return self.ask("use", stand_in, "getattr", [name])

    def change(self, stand_in: Any, how: str, arguments: list[Any]) -> Any:
        return self.ask("use", stand_in, how, arguments)

    def words(self, stand_in: Any, name: str, *arguments: Any) -> str:
        said = self.ask("use", stand_in, "special", [name, *arguments])
        return said if type(said) is str else "<reference>"

    def special(
        self, stand_in: Any, name: str, arguments: tuple[Any, ...], keywords: dict[str, Any]
    ) -> Any:
        if name == "__call__":
            return self.ask("call", stand_in, list(arguments), keywords)
        if name in ("__eq__", "__ne__") and (arguments[0] is stand_in or arguments[0] is None):
            return (arguments[0] is stand_in) == (name == "__eq__")
        if name in reference.DECISIONS:
            # `abs(reference - expected)` would be a comparison made in C.
            self.fail(f"{name} of {reference.claims_of(stand_in)[:1]} would be decided in C")
        if name == "__contains__":
            return self._contains(stand_in, arguments[0])
        said = self.ask("use", stand_in, "special", [name, *arguments])
        if name == "__exit__":
            if said is True and arguments[0] is not None:
                self.fail("an exception of the tests would be swallowed in C")
            return False
        if name == "__bool__":
            return said is True
        if name == "__len__" and (type(said) is not int or said < 0):
            raise TypeError("a length that is no whole number")
        if name == "__array__" and not is_array(said):
            raise TypeError("an array that is none")
        return said

    def _contains(self, stand_in: Any, wanted: Any) -> bool:
        """Looked for here, item by item."""
        kind = class_of(stand_in)
        if "__iter__" not in vars(kind) and "__getitem__" not in vars(kind):
            self.fail("`in` would be decided in C")
        for number, item in enumerate(stand_in):
            if item is wanted or item == wanted:
                return True
            if number > LONGEST_SCAN:
                break
        return False

    # Asking

    def hear_start(self) -> bool:
        """Waits until the program has been imported; raises what that raised. Returns whether it
        has an entry point.
        """
        try:
            outcome, value = self._heard([])
        except (Gone, Garbage) as error:
            raise Gone(self._break(str(error))) from None
        if outcome != "ok":
            raise value if isinstance(value, BaseException) else Gone(self._break(str(value)))
        return value is True

    def ask(self, kind: str, target: Any, *rest: Any) -> Any:
        """The answer of C, or its exception raised. Raises Gone once it cannot be heard any more,
        NotSeparable for what cannot cross.
        """
        if _getpid() != self.pid:
            return self.fail("asked from a forked process")
        if not self.lock.acquire(blocking=False):
            self.mark("two threads of the tests ask at once")
            self.lock.acquire()
        try:
            if self.broken is not None:
                raise Gone(self.broken)
            self._questions += 1
            if self._questions > MOST_QUESTIONS:
                raise Gone(self._break("too many questions"))
            if self._depth >= DEEPEST_CALLS:
                raise RecursionError("questions within questions")
            self._depth += 1
            try:
                return self._ask(kind, target, rest)
            finally:
                self._depth -= 1
        finally:
            self.lock.release()

    def _break(self, why: str) -> str:
        self.mark(f"the program's side broke off: {why}")
        self.broken = why
        return why

    def _ask(self, kind: str, target: Any, rest: tuple[Any, ...]) -> Any:
        learn_libraries()
        encode = Encoder(self, numbering=True)
        try:
            message = self._question(encode, kind, target, rest)
            self.wire.send([*message, self.state.changes()])
        except NotPlain as error:
            self.fail(f"an argument: {error}")
        except OSError as error:
            raise Gone(self._break("the other process is gone")) from error
        try:
            outcome, value = self._heard(encode.met)
        except (Gone, Garbage) as error:
            raise Gone(self._break(str(error))) from None
        if outcome == "no":
            self.fail(f"a result: {value}")
        if outcome == "err":
            raise value
        return value

    def _question(
        self, encode: Encoder, kind: str, target: Any, rest: tuple[Any, ...]
    ) -> list[Tree]:
        if kind in ("entry", "call", "global"):
            what = ["R", reference.number_of(target)] if kind == "call" else target
            arguments, keywords = rest
            return [
                *(kind, what, self.encode_all(encode, arguments)),
                self.encode_named(encode, keywords),
            ]
        if kind == "use":
            how, arguments = rest
            what = ["R", reference.number_of(target)]
            return [kind, what, how, self.encode_all(encode, arguments)]
        return [kind, target, self.encode_all(encode, rest)]

    def _heard(self, met: list[Any]) -> tuple[str, Any]:
        """Answers what C asks meanwhile, and takes its answer. Raises Gone or Garbage."""
        while True:
            message = self.wire.receive()
            if message[0] in _SERVED:
                self._serve(message)
                continue
            try:
                return self._taken(message, met)
            except (Gone, Garbage, NotSeparable):
                raise
            except RecursionError as error:
                raise Garbage("too deep") from error
            except Exception as error:
                raise Garbage(f"{type(error).__name__}: {str(error)[:100]}") from error

    def _taken(self, message: list[Tree], met: list[Any]) -> tuple[str, Any]:
        outcome, tree, changed, events, state = message
        if outcome not in ("ok", "err", "no"):
            raise Garbage("no answer")
        self.hear_events(events)
        self.state.take(state)
        if outcome == "no":
            return outcome, str(tree)[:LONGEST_MARK]
        value = Decoder(self, known=met)(tree)
        if outcome == "err" and not isinstance(value, BaseException):
            raise Garbage("no exception")
        if changed:
            self.note("argument written back")
        for number, inside in changed:
            if type(number) is not int or not 0 <= number < len(met):
                raise Garbage("no such argument")
            _write_back(met[number], Decoder(self, known=met)(inside))
        return outcome, value

    def hear_events(self, events: Tree) -> None:
        """What the program printed, warned of and logged, in its order."""
        for kind, said in events:
            if kind == "log":
                _log(*said)
            elif kind == "warning":
                _warn(*said)
            elif kind == "doubt":
                self.mark(f"the program {said}")
            elif type(said) is str:
                self._printed += len(said)
                if self._printed > MOST_PRINTED:
                    raise Garbage("too much is printed")
                (sys.stdout if kind == "out" else sys.stderr).write(said)

    # Answering

    def _serve(self, message: list[Tree]) -> None:
        how, tree, name, arguments, keywords, events = message
        decode = Decoder(self)
        try:
            target = self.own(tree)
            self.hear_events(events)
            plain = [decode(argument) for argument in arguments]
            named = self.decode_named(decode, keywords)
            if type(name) is not str or (how == "special" and name not in reference.SPECIAL_NAMES):
                raise Garbage("no name")
        except (Gone, Garbage):
            raise
        except RecursionError as error:
            raise Garbage("too deep") from error
        except Exception as error:
            raise Garbage(f"{type(error).__name__}: {str(error)[:100]}") from error
        self._answer(self._outcome(how, target, name, plain, named))

    def _outcome(
        self, how: str, target: Any, name: str, arguments: list[Any], keywords: dict[str, Any]
    ) -> list[Tree]:
        encode = Encoder(self)
        try:
            if how == "set" and any(map(reference.is_reference, arguments)):
                self.mark(f"{name} of an object of the tests would live in C")
            if not allowed.may(target, how, name):
                raise AttributeError(f"{name} of an object of the tests is not open")
            return ["ok", encode(_SERVED[how](target, name, arguments, keywords))]
        except NotPlain as error:
            self.mark(f"an answer to the program: {error}")
            return ["no", str(error)]
        except Gone:
            raise
        except BaseException as error:
            if isinstance(error, AssertionError):  # which the program may swallow
                self.mark("an assertion failed in a call by the program")
            try:
                return ["err", self.raised(error, Encoder(self), 0)]
            except NotPlain as why:
                return ["no", str(why)]

    def _answer(self, outcome: list[Tree]) -> None:
        try:
            self.wire.send([*outcome, self.state.changes()])
        except NotPlain as error:
            self.mark(f"an answer to the program: {error}")
            self.wire.send(["no", str(error), []])
        except OSError as error:
            raise Gone("the other process is gone") from error


def _special(target: Any, name: str, arguments: list[Any], _keywords: dict[str, Any]) -> Any:
    if name == "__iter__":
        return iter(target)
    kind = class_of(target)
    if name == "__exit__":
        error = arguments[0] if arguments and isinstance(arguments[0], BaseException) else None
        arguments = [None if error is None else class_of(error), error, None]
    return getattr(kind, name)(target, *arguments)


_SERVED: dict[str, Callable[[Any, str, list[Any], dict[str, Any]], Any]] = {
    "call": lambda target, _name, arguments, keywords: target(*arguments, **keywords),
    "get": lambda target, name, _arguments, _keywords: getattr(target, name),
    "set": lambda target, name, arguments, _keywords: setattr(target, name, *arguments),
    "special": _special,
}


def _are_names(value: Tree) -> bool:
    kind = class_of(value)
    return kind is list and len(value) <= 100 and all(type(each) is str for each in value)


def _is_drawn(what: str) -> bool:
    return what.startswith(DRAWN) and not what.startswith(TUPLES)


def _is_refused(kind: type) -> bool:
    """Whether an exception of C may not be of that class here."""
    root = kind.__module__.split(".")[0]
    return root in allowed.REFUSED_ROOTS and root != allowed.TESTS


def _shape_of(function: types.FunctionType, encode: Encoder, depth: int) -> Tree:
    """What `inspect.signature` and the like see of a function; None where that cannot cross."""
    code = function.__code__
    count = code.co_argcount + code.co_kwonlyargcount
    count += bool(code.co_flags & 4) + bool(code.co_flags & 8)
    try:
        parts = [function.__defaults__, function.__kwdefaults__, function.__annotations__]
        return [
            *(function.__name__, function.__qualname__, function.__doc__),
            list(code.co_varnames[:count]),
            *(code.co_posonlyargcount, code.co_argcount, code.co_kwonlyargcount),
            code.co_flags & 12,
            *(encode(part, depth) for part in parts),
        ]
    except NotPlain:
        return None


def _write_back(value: Any, new: Any) -> None:
    """Gives an argument the contents that it has got in C."""
    kind = class_of(value)
    if type(new) is not kind or kind not in MUTABLE:
        raise Garbage("an argument of another type")
    if kind in (list, bytearray):
        value[:] = new
    elif is_array(value):
        if new.shape == value.shape and new.dtype == value.dtype and value.flags.writeable:
            value[...] = new
    elif issubclass(kind, dict):
        value.clear()
        for key, each in new.items():
            value[key] = each
    elif hasattr(value, "_update_inplace"):
        value._update_inplace(new)
    else:
        value.clear()
        (value.update if kind is set else value.extend)(new)


def _warn(classes: Tree, words: Tree) -> None:
    kinds = [class_named(name) for name in classes[:20] if type(name) is str]
    usable = (kind for kind in kinds if kind is not None and issubclass(kind, Warning))
    kind: Any = next(usable, UserWarning)
    warnings.warn_explicit(str(words)[:5000], kind, "__test__.py", 1)


def _log(name: Tree, level: Tree, words: Tree) -> None:
    if type(name) is str and type(level) is int and type(words) is str:
        record = logging.LogRecord(name, level, "__test__.py", 1, "%s", (words,), None)
        logging.getLogger(name[:200]).handle(record)
