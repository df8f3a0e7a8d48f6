"""Fourth layer: a second run for code that names things from which a verdict can be forged.

In it the candidate's code runs beneath an empty stack and the harness in another thread; tests are
in a namespace that the candidate cannot see and look past its definitions to the builtins; memory
and the objects of others are closed; and what the entry point returns must be honest about what it
equals. Honest code passes such a run as it passed the first.
"""

from __future__ import annotations

import _thread
import builtins
import functools
import queue
import re
import sys
import types
import warnings
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, NoReturn
from unittest.mock import NonCallableMock

SUSPICIOUS = re.compile(
    r"_getframe|_current_frames|currentframe|inspect|traceback|f_back|f_locals|f_globals"
    r"|tb_frame|gi_frame|cr_frame|ag_frame|\bgc\b|ctypes|cffi|builtins|__import__"
    r"|importlib|_exit\b|settrace|setprofile|monitoring|unittest|TestCase|__test__"
    r"|__main__|sys\.modules|\bmodules\b|co_consts|co_code|__code__|__globals__"
    r"|__closure__|__dict__|__subclasses__|__mro__|__bases__|\bdis\b|linecache|audithook"
    r"|/proc|marshal|\bexec\b|\beval\b|(?<![.\w])compile\(|globals\(\)|vars\(|\bdir\("
    r"|atexit|threading|_thread|\bmock\b"
    r"|__(eq|ne|lt|le|gt|ge|hash|contains|bool|sub|rsub|abs|round|float|int|index|class"
    r"|instancecheck|subclasscheck|getattribute|getattr|array\w*|call|new|init_subclass"
    r"|set_name|prepare|del)__|\btype\(\s*[\"']|metaclass|b64decode|fromhex|codecs|\bchr\("
    r"|setattr|getattr\(|\bANY\b|os\.fork|pdb|faulthandler|sys\.path|meta_path|weakref"
    r"|attrgetter|methodcaller|resolve_name|pydoc|new_class|make_dataclass|pytest"
    r"|pyparsing|\bpickle\b|\btimeit\b"
)

CANDIDATE_FILE, CANDIDATE_MODULE = "__test__.py", "__test__"
REFUSED_EVENTS = frozenset(
    [
        "gc.get_objects",
        "gc.get_referrers",
        "gc.get_referents",
        "sys._current_frames",
        "sys._current_exceptions",
        "sys.settrace",
        "sys.setprofile",
        "ctypes.string_at",
        "ctypes.wstring_at",
        "ctypes.cdata",
        "ctypes.cdata/buffer",
        "ctypes.set_exception",
    ]
)


def is_suspicious(code: str, shadowed: bool = False) -> bool:
    if shadowed or SUSPICIOUS.search(code) is not None:
        return True
    try:
        return SUSPICIOUS.search(_names_and_texts(code)) is not None
    except (
        RecursionError,
        MemoryError,
    ):  # it compiled in the job, deeper than here: nobody can look
        return True


def _names_and_texts(code: str) -> str:
    """What the compiled code holds, a line each: a name put together from literals stands here
    whole.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        waiting: list[Any] = [compile(code, CANDIDATE_FILE, "exec", dont_inherit=True)]
    found: list[str] = []
    while waiting:
        part = waiting.pop()
        if isinstance(part, types.CodeType):
            found += part.co_names
            waiting += part.co_consts
        elif isinstance(part, (tuple, frozenset)):
            waiting += part
        elif isinstance(part, str):
            found.append(part)
    return "\n".join(found)


def close_memory() -> None:
    """From now on the ways to other objects' insides raise. Cannot be undone in this process."""
    refused, permission_error, text = REFUSED_EVENTS, PermissionError, str

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in refused:
            raise permission_error("not open to code under audit: " + event)
        if (
            event == "open"
            and arguments
            and "/mem" in text(arguments[0])
            and "/proc" in text(arguments[0])
        ):
            raise permission_error("not open to code under audit: memory")
        if (
            event == "ctypes.dlsym"
            and len(arguments) > 1
            and text(arguments[1]).lstrip("_").startswith("Py")
        ):
            raise permission_error("not open to code under audit: the interpreter")

    sys.addaudithook(hook)


class Stage:
    """The main thread, on which the candidate's code runs, seen from the harness's thread."""

    def __init__(self) -> None:
        self._calls: queue.SimpleQueue[tuple[Any, ...]] = queue.SimpleQueue()
        self._main = 0

    def call(
        self,
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
        keywords: dict[str, Any],
    ) -> Any:
        """Has the main thread call it; result and exception come back as if we had called it."""
        if _thread.get_ident() == self._main:
            return function(*arguments, **keywords)
        answer: queue.SimpleQueue[tuple[BaseException | None, Any]] = queue.SimpleQueue()
        self._calls.put((answer, function, arguments, keywords))
        error, result = answer.get()
        if error is not None:
            raise error
        return result

    def serve(self, harness: Callable[[Stage], None]) -> NoReturn:
        """Runs `harness(self)` in another thread, and here what it sends. Never returns; the
        harness ends the process.
        """
        self._main = _thread.get_ident()
        _thread.start_new_thread(harness, (self,))
        calls = self._calls
        del harness, self
        while True:
            _perform(*calls.get())


def _perform(
    answer: queue.SimpleQueue[tuple[BaseException | None, Any]],
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
    keywords: dict[str, Any],
) -> None:
    try:
        result = function(*arguments, **keywords)
    except BaseException as error:
        answer.put((error, None))
    else:
        answer.put((None, result))


def entry_on(stage: Stage, entry: Any) -> Any:
    """The entry point as tests get it: called on the main thread, its result checked. A class is
    left as it is.
    """
    if isinstance(entry, type) or not callable(entry):
        return entry

    def audited(*arguments: Any, **keywords: Any) -> Any:
        return _checked(stage.call(entry, arguments, keywords))

    return (
        functools.wraps(entry)(audited)
        if isinstance(entry, types.FunctionType)
        else _Forward(entry, audited)
    )


class _Forward:
    """Stands for a callable that is no function (of functools, a mock, a bound method): its calls
    are audited, all else is its own.
    """

    def __init__(self, entry: Any, audited: Callable[..., Any]) -> None:
        self.__dict__.update(_entry=entry, _audited=audited)

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        return self._audited(*arguments, **keywords)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._entry, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._entry, name, value)


def _checked(result: Any) -> Any:
    """The result, if it is honest; what it gives later is checked later."""
    given: Any = result
    if isinstance(given, types.CoroutineType):
        return _awaited(result)
    if isinstance(given, types.GeneratorType):
        return _yielded(result)
    check_honest(result)
    return result


async def _awaited(coroutine: Coroutine[Any, Any, Any]) -> Any:
    return _checked(await coroutine)


def _yielded(generator: Iterator[Any]) -> Iterator[Any]:
    for item in generator:
        yield _checked(item)


class TestNamespace(dict[str, Any]):
    """Globals of the tests: what they do not define themselves they find in the candidate's module,
    except that a name of a builtin is the builtin.
    """

    def __init__(self, module_names: dict[str, Any], **own: Any) -> None:
        super().__init__(own, __name__="__test__", __builtins__=builtins)
        self._shared = module_names

    def share_imports(self, classes: list[str]) -> None:
        """What the tests have imported is the candidate's too, as in one module; what they define
        (`classes` by name, functions, values) is not.
        """
        for name, value in self.items():
            own = (
                isinstance(value, types.FunctionType)
                and value.__code__.co_filename == CANDIDATE_FILE
            )
            if (
                isinstance(value, CALLABLE_KINDS)
                and not own
                and getattr(value, "__name__", None) not in classes
            ):
                if name not in _BUILTIN_NAMES:
                    self._shared[name] = value

    def __missing__(self, name: str) -> Any:
        if name in _BUILTIN_NAMES:
            raise KeyError(name)
        return self._shared[name]


_BUILTIN_NAMES = frozenset(vars(builtins))


CALLABLE_KINDS = (types.ModuleType, types.FunctionType, types.BuiltinFunctionType, type)


class Nothing:
    """Equals itself only."""


class Dishonest(Exception):
    pass


def check_honest(value: Any) -> None:
    """Raises Dishonest when something in `value` says that it equals, contains or is ordered around
    just anything.
    """
    waiting: list[tuple[object, int]] = [(value, 0)]
    seen: set[int] = set()
    while waiting and len(seen) < 5000:
        item, depth = waiting.pop()
        kind = type(item)
        if id(item) in seen or kind in _PLAIN:
            continue
        seen.add(id(item))
        if issubclass(kind, NonCallableMock):
            # A look at a mock makes more mocks: one question must do.
            if item == Nothing():
                raise Dishonest("a mock that equals a stranger")
            continue
        if depth < 6:
            waiting += [(part, depth + 1) for part in _parts(item, kind)]
        if kind not in _CONTAINERS:
            _check_one(item, kind)


_USUAL_RESULTS: list[Any] = [*range(-5, 106), 0.5, -1.5, 3.14, "", "a", "hello", [], (), {}, None]
_PLAIN = {int, float, complex, str, bytes, bool, type(None)}
_CONTAINERS = {list, tuple, dict, set, frozenset}


def _parts(item: Any, kind: type[Any]) -> list[Any]:
    mapping: Any = dict
    iterables: tuple[Any, ...] = (list, tuple, set, frozenset)
    if issubclass(kind, mapping):
        return list(mapping.keys(item)) + list(mapping.values(item))
    for base in iterables:
        if issubclass(kind, base):
            return list(base.__iter__(item))
    if _is_foreign(kind):
        try:
            return list(object.__getattribute__(item, "__dict__").values())
        except AttributeError:
            return []
    return []


def _is_foreign(kind: type[Any]) -> bool:
    """Whether a class is the candidate's: not to be found where it says it is from, or with
    behaviour from its code.
    """
    module = sys.modules.get(kind.__module__)
    if kind.__module__ == CANDIDATE_MODULE or getattr(module, kind.__qualname__, None) is not kind:
        return True
    for base in type.__dict__["__mro__"].__get__(kind):
        for value in list(type.__dict__["__dict__"].__get__(base).values()):
            function = getattr(value, "__func__", value)
            if isinstance(function, types.FunctionType):
                file = function.__code__.co_filename
                made = file.startswith("<") and not file.startswith("<frozen")
                if file == CANDIDATE_FILE or made:
                    return True
    return False


def _check_one(item: Any, kind: type[Any]) -> None:
    if kind.__module__ == "unittest.mock" and kind.__name__ == "_ANY":
        raise Dishonest("mock.ANY")
    if type(kind) is not type and _is_foreign(type(kind)):
        raise Dishonest("a metaclass of its own")
    if not _is_foreign(kind):
        return
    strangers = [
        Nothing(),
        3_735_928_559,
        -7.25e77,
        "\0nothing",
        b"\0nothing",
        [Nothing()],
        {"\0nothing": Nothing()},
        (Nothing(),),
    ]
    for base in (int, float, str, bytes, list, tuple):
        if issubclass(kind, base):
            strangers += _neighbours(item, base)
    for stranger in strangers:
        _compare(item, stranger)
    if sum(_says(lambda value=value: item == value) for value in _USUAL_RESULTS) > 2:
        raise Dishonest("it equals many things")
    if item.__class__ is not kind:
        raise Dishonest("it claims another class")


def _neighbours(item: Any, base: type[Any]) -> list[Any]:
    """Plain values of the same kind that are not equal to it."""
    add: Any = base.__add__
    if base in (int, float):
        near = [add(item, base(step)) for step in (-1, 1, 2, 10, 100)]
        return near + [base(step) for step in range(30)]
    extras: dict[type[Any], Any] = {str: "x", bytes: b"x"}
    return [add(item, base(extras.get(base, (0,))))]


def _compare(item: Any, stranger: Any) -> None:
    bases: tuple[Any, ...] = (int, float, str, bytes, list, tuple)
    plain_equal = any(
        issubclass(type(item), base)
        and type(stranger) is base
        and base.__eq__(item, stranger) is True
        for base in bases
    )
    if not plain_equal:
        if _says(lambda: item == stranger) or _says(lambda: stranger == item):
            raise Dishonest("it equals a stranger")
        if _says(lambda: abs(item - stranger) < 1e-7) or _says(
            lambda: round(stranger - item, 7) == 0
        ):
            raise Dishonest("it differs from a stranger by nothing")
        if not _says(lambda: item != stranger, default=True):
            raise Dishonest("it is not unequal to a stranger")
    if _says(lambda: item < stranger) and _says(lambda: item > stranger):
        raise Dishonest("it is below and above a stranger")
    if isinstance(stranger, Nothing) and _says(lambda: stranger in item):
        raise Dishonest("it contains a stranger")


def _says(question: Callable[[], Any], default: bool = False) -> bool:
    """The answer as a truth value; an exception or an array is no answer."""
    try:
        answer = question()
        return bool(answer)
    except Exception:
        return default
