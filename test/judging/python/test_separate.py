"""Tests and program apart: what crosses, and what the tests' side makes of what should not."""

import collections
import datetime
import decimal
import math
import os
import pathlib
import random
import struct
import threading
import types
import unittest
from collections.abc import Callable
from typing import Any, NamedTuple
from unittest import mock

from convcodebench_runner.separate import wire
from convcodebench_runner.separate.program import ProgramEnd
from convcodebench_runner.separate.reference import is_reference
from convcodebench_runner.separate.tests import USUAL, NotSeparable, TestsEnd
from convcodebench_runner.separate.values import Decoder, Encoder
from convcodebench_runner.separate.wire import Garbage, Gone, Wire, class_of


class Pair:
    """Both ends in this process: the program's in a thread."""

    def __init__(self, source: str, profile: frozenset[str] | None = None) -> None:
        self._fds = [*os.pipe(), *os.pipe()]
        a, b, c, d = self._fds
        module = types.ModuleType("__test__")
        exec(compile(source, "__test__.py", "exec"), vars(module))
        self.doubts: list[str] = []
        self.end = TestsEnd(Wire(a, d), profile, self.doubts.append)
        program = ProgramEnd(Wire(c, b), module)
        threading.Thread(target=_serve, args=(program,), daemon=True).start()

    def call(self, *arguments: Any, **keywords: Any) -> Any:
        return self.end.ask("entry", "f", list(arguments), keywords)


def _serve(program: ProgramEnd) -> None:
    with mock.patch("convcodebench_runner.separate.program._leave", _stop):
        try:
            program.serve()
        except _Stopped:
            pass


class _Stopped(BaseException):
    pass


def _stop(_code: int) -> None:
    raise _Stopped


class Liar:
    """A program's side that says what it likes: bytes, or messages in their turn."""

    def __init__(self, *says: Any) -> None:
        reads, writes = os.pipe()
        _, self._heard = os.pipe()
        data = b"".join(
            said if isinstance(said, bytes) else _framed(wire.text_of(said).encode())
            for said in says
        )
        threading.Thread(target=_write_all, args=(writes, data), daemon=True).start()
        self.doubts: list[str] = []
        self.end = TestsEnd(Wire(reads, self._heard), None, self.doubts.append)

    def ask(self) -> Any:
        return self.end.ask("entry", "f", [], {})


def _framed(data: bytes) -> bytes:
    return struct.pack("!I", len(data)) + data


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
    os.close(fd)


def ok(tree: Any) -> list[Any]:
    return ["ok", tree, [], [], []]


class Point(NamedTuple):
    x: int
    y: str


class PlainValues(unittest.TestCase):
    def test_are_the_same_on_the_other_side(self) -> None:
        pair = Pair("def f(x): return x")
        values: list[Any] = [
            *(0, -1, 1 << 300, 1.5, True, None, "text", "\ud800", b"\x00\xff", 1j, ...),
            *([1, [2.5, "a"]], (1,), {1, 2}, frozenset([3]), {"a": [1], (1, 2): None}),
            *(collections.Counter("aab"), collections.OrderedDict(b=1, a=2)),
            *(collections.deque([1, 2], 3), bytearray(b"ab"), range(3, 9, 2), slice(1, None)),
            datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.timezone.utc),
            *(datetime.date(1, 1, 1), datetime.time(1, 2, fold=1), datetime.timedelta(-1, 5)),
            *(decimal.Decimal("-0.10"), pathlib.PurePosixPath("/a/b")),
            *(int, type(None), Point(1, "b"), math.inf),
        ]
        for value in values:
            with self.subTest(value=value):
                got = pair.call(value)
                self.assertEqual(got, value)
                self.assertEqual(type(got).__name__, type(value).__name__)
        self.assertEqual(pair.doubts, [])

    def test_of_classes_that_only_add_to_a_plain_type_cross_as_such(self) -> None:
        source = """
import collections
class Ring(collections.deque):
    def sum(self): return sum(self)
class Scores(collections.OrderedDict): pass
class Text(str): pass
class Row(list):
    def __init__(self, *parts): super().__init__(parts)
def f(): return [Ring([1, 2], 3), Scores(a=1), Text("a"), Row(1, Text("b"))]
"""
        pair = Pair(source)
        got = pair.call()
        self.assertEqual(got, [collections.deque([1, 2]), {"a": 1}, "a", [1, "b"]])
        self.assertEqual(got[0].maxlen, 3)
        names = [class_of(each).__name__ for each in got]
        self.assertEqual(names, ["Ring", "Scores", "Text", "Row"])
        self.assertEqual(repr(got[3]), "[1, 'b']")
        self.assertFalse(hasattr(got[0], "__array__"))
        self.assertEqual(pair.doubts, [])
        with self.assertRaises(NotSeparable):
            got[0].sum()
        self.assertEqual(pair.doubts, ["sum of the program's own Ring"])
        with self.assertRaises(NotSeparable):
            pair.call(got[0])
        with self.assertRaises(NotSeparable):
            vars(got[3])
        with self.assertRaises(NotSeparable):
            got[2].more = 1

    def test_of_classes_that_change_a_plain_type_are_references(self) -> None:
        for body in (
            "def __eq__(self, other): return True",
            "def startswith(self, *parts): return True",
            "def __getattr__(self, name): return self",
            "def __bool__(self): return True",
            "startswith = property(lambda self: print)",
        ):
            for base in ("str", "Sub"):
                source = f"""
class Sub(str):
    {body}
class Text({base}):
    {body if base == "str" else "pass"}
def f(): return Text()
"""
                got = Pair(source, frozenset([USUAL])).call()
                self.assertTrue(is_reference(got), body)

    def test_of_classes_that_add_to_a_plain_type_from_behind_are_references(self) -> None:
        source = "class Sum:\n def __call__(self): return 1\nclass Row(list, Sum): pass\n"
        got = Pair(source + "def f(): return Row()", frozenset([USUAL])).call()
        self.assertTrue(is_reference(got))

    def test_keep_which_nan_they_are(self) -> None:
        pair = Pair("import math\ndef f(): return [math.nan, float('nan')]")
        first, second = pair.call()
        self.assertIs(first, math.nan)
        self.assertIsNot(second, math.nan)

    def test_of_any_order_cross_as_often_as_they_are_asked_for(self) -> None:
        generator = random.Random(7)
        decode = Decoder(Pair("").end)
        for _ in range(300):
            value = _any_value(generator, 4)
            self.assertEqual(decode(Encoder(Pair("").end)(value)), value)

    def test_too_deep_cross_by_no_means(self) -> None:
        deep: list[Any] = []
        for _ in range(100):
            deep = [deep]
        with self.assertRaises(NotSeparable):
            Pair("def f(x): pass").call(deep)


def _any_value(generator: random.Random, depth: int) -> Any:
    kind = generator.randrange(8 if depth else 5)
    if kind < 5:
        leaves: list[Any] = [generator.randint(-9, 9), generator.random(), "é", None, b"x"]
        return leaves[kind]
    parts = [_any_value(generator, depth - 1) for _ in range(generator.randrange(4))]
    return [parts, tuple(parts), dict(enumerate(parts))][kind - 5]


class Arguments(unittest.TestCase):
    def test_have_what_the_program_did_to_them(self) -> None:
        pair = Pair("def f(a, b):\n    a.append(b)\n    b['k'] = 2\n    return a")
        given: list[Any] = [1]
        inner: dict[str, int] = {}
        self.assertIs(pair.call(given, inner), given)
        self.assertEqual(given, [1, {"k": 2}])
        self.assertIs(given[1], inner)
        self.assertIn("argument written back", pair.end.used)

    def test_that_are_functions_of_the_tests_are_called(self) -> None:
        pair = Pair("import inspect\ndef f(g): return g(2, b=3), str(inspect.signature(g))")
        self.assertEqual(pair.call(_of_tests), (6, "(a: int, *, b: int = 1) -> int"))

    def test_that_are_mocks_can_be_called_and_not_looked_behind(self) -> None:
        pair = Pair(
            "def f(m):\n"
            "    m.method(1)\n"
            "    for name in ('return_value', 'side_effect', 'assert_called', '_mock_name',\n"
            "                 'await_count', 'await_args', 'await_args_list'):\n"
            "        try: getattr(m, name)\n"
            "        except AttributeError: continue\n"
            "        return name\n"
        )
        given = mock.AsyncMock()
        given.method = mock.Mock()
        self.assertIsNone(pair.call(given))
        given.method.assert_called_once_with(1)

    def test_that_are_mocks_take_no_object_of_the_program(self) -> None:
        pair = Pair("class Liar: pass\ndef f(m, x): m.method = Liar() if x else 1")
        pair.call(mock.Mock(), False)
        self.assertEqual(pair.doubts, [])
        pair.call(mock.Mock(), True)
        self.assertIn("method of an object of the tests would live in C", pair.doubts)

    def test_are_given_no_signature_which_pyplot_does(self) -> None:
        pair = Pair("import inspect\ndef f(m): m.__signature__ = inspect.signature(f)")
        pair.call(mock.Mock())
        self.assertEqual(pair.doubts, [])

    def test_that_are_test_cases_do_not_cross(self) -> None:
        with self.assertRaises(NotSeparable):
            Pair("def f(case): case.assertEqual = print").call(self)

    def test_whose_assertions_fail_are_not_swallowed_unseen(self) -> None:
        pair = Pair("def f(g):\n    try: g()\n    except AssertionError: pass")
        pair.call(_failing)
        self.assertEqual(pair.doubts, ["an assertion failed in a call by the program"])


def _failing() -> None:
    raise AssertionError


_failing.__module__ = "__test__"


def _of_tests(a: int, *, b: int = 1) -> int:
    return a * b


_of_tests.__module__ = "__test__"


class References(unittest.TestCase):
    def test_are_used_where_they_live(self) -> None:
        pair = Pair("def f():\n    yield 1\n    yield from 'ab'")
        self.assertEqual(list(pair.call()), [1, "a", "b"])
        self.assertEqual(pair.end.used, {"reference: builtins:generator"})

    def test_are_compared_and_reckoned_with_by_nobody(self) -> None:
        source = (
            "class Liar:\n"
            "    def __eq__(self, other): return True\n"
            "    __lt__ = __gt__ = __sub__ = __rsub__ = __abs__ = __contains__ = __eq__\n"
            "def f(): return Liar()"
        )
        questions: list[Callable[[Any], Any]] = [
            *(lambda x: x == 1, lambda x: 1 == x, lambda x: x != 1, lambda x: x < 1),
            *(lambda x: 1 > x, lambda x: x - 1, lambda x: 1 - x, abs, lambda x: 1 in x),
        ]
        for question in questions:
            pair = Pair(source)
            result = pair.call()
            with self.assertRaises(NotSeparable):
                question(result)
            self.assertNotEqual(pair.doubts, [])

    def test_swallow_no_exception_of_the_tests(self) -> None:
        source = (
            "class Block:\n"
            "    def __enter__(self): return 1\n"
            "    def __exit__(self, *error): return True\n"
            "def f(): return Block()"
        )
        pair = Pair(source)
        with self.assertRaises(NotSeparable), pair.call():
            raise AssertionError
        self.assertNotEqual(pair.doubts, [])

    def test_claim_no_plain_class_and_none_of_unittest(self) -> None:
        source = "import unittest.mock\nclass A(BASE):\n    __len__ = None\ndef f(): return A()"
        for base in ("list", "dict", "unittest.TestCase", "unittest.mock.Mock"):
            result = Pair(source.replace("BASE", base)).call()
            self.assertEqual(class_of(result).__name__, "Reference", base)
            self.assertNotIsInstance(result, (list, dict, unittest.TestCase, mock.Mock))

    def test_to_parts_of_a_picture_are_within_the_profile_of_a_picture(self) -> None:
        axes = frozenset(["reference: matplotlib.axes._axes:Axes"])
        for profile, marks in ((axes, 0), (frozenset[str](), 1)):
            doubts: list[str] = []
            end = TestsEnd(Wire(0, 1), profile, doubts.append)
            end.note("reference: matplotlib.lines:Line2D")
            end.note("reference: pandas.core.frame:DataFrame")
            end.note("reference: matplotlib.container:BarContainer")
            self.assertEqual(len(doubts), marks + 2)

    def test_of_classes_of_the_program_are_outside_the_usual_profile(self) -> None:
        pair = Pair("class A: pass\ndef f(): return A()", frozenset([USUAL]))
        pair.call()
        self.assertEqual(pair.doubts, ["outside the profile: reference: no class"])


class Exceptions(unittest.TestCase):
    def test_have_their_class_and_their_words(self) -> None:
        pair = Pair("def f(x):\n    return {}[x]")
        with self.assertRaises(KeyError) as caught:
            pair.call("missing")
        self.assertEqual(str(caught.exception), "'missing'")

    def test_of_the_programs_own_are_of_its_known_base(self) -> None:
        pair = Pair("class Own(ValueError):\n    pass\ndef f(): raise Own('why', 1)")
        with self.assertRaises(ValueError) as caught:
            pair.call()
        self.assertEqual(type(caught.exception).__name__, "Own")
        self.assertEqual(caught.exception.args, ("why", 1))

    def test_bring_no_attribute_that_their_class_has(self) -> None:
        pair = Pair("def f():\n    e = ValueError()\n    e.with_traceback = print\n    raise e")
        with self.assertRaises(ValueError) as caught:
            pair.call()
        self.assertNotIn("with_traceback", vars(caught.exception))

    def test_of_unittest_are_none(self) -> None:
        pair = Pair("import unittest\ndef f(): raise unittest.SkipTest('no')")
        with self.assertRaises(Exception) as caught:
            pair.call()
        self.assertNotIsInstance(caught.exception, unittest.SkipTest)


class Garbled(unittest.TestCase):
    """Whatever comes from the program's side: the run ends as one that proves nothing."""

    def test_messages_break_the_run_off(self) -> None:
        deep: Any = 1
        for _ in range(100):
            deep = ["l", [deep]]
        says: list[Any] = [
            *(b"", b"\0\0", b"\xff\xff\xff\xff", _framed(b"{}"), _framed(b"nonsense")),
            _framed(b"[" * 100_000),
            *([], [1], ["what"], ["ok"], ["ok", 1, [], []], ["okay", 1, [], [], []]),
            *(ok({}), ok(["?"]), ok([[]]), ok(["R", 7]), ok(["X", "a", [], [], None])),
            *(ok(["pk", "gASVAA=="]), ok(["gl", "os", "system"]), ok(["k", 3]), ok(deep)),
            *(ok(["I", "x"]), ok(["De", "1" * 30_000]), ok(["re", "(", 0]), ok(["t"])),
            *(ok(["en", "os:PathLike", "x"]), ok(["nt", "a:b", ["x y"], [1]])),
            *(ok(["X", 1, ["a"] * 200, [], None]), ok(["zi", "../../etc/passwd"])),
            ["ok", 1, [[0, ["l", []]]], [], []],
            ["ok", 1, [], [["out", 5], "?"], []],
            ["ok", 1, [], [], [["what", 1]]],
            ["err", ["l", []], [], [], []],
            ["get", ["R", 1], "x", [], {}, []],
        ]
        for number, said in enumerate(says):
            with self.subTest(number=number):
                liar = Liar(said)
                with self.assertRaises(Gone):
                    liar.ask()
                self.assertIn("broke off", liar.doubts[0])
                with self.assertRaises(Gone):
                    liar.ask()

    def test_questions_without_end_come_to_one(self) -> None:
        liar = Liar(*[["call", ["R", 1], "", [], [], []]] * 3)
        with self.assertRaises(Gone):
            liar.ask()

    def test_prints_without_end_come_to_one(self) -> None:
        liar = Liar(["ok", 1, [], [["out", "a" * (9 << 20)]], []])
        with self.assertRaises(Gone):
            liar.ask()

    def test_objects_of_the_tests_that_were_never_given_are_refused(self) -> None:
        liar = Liar(["special", ["R", 1], "__class__", [], [], []])
        with self.assertRaises(Gone):
            liar.ask()


class Bounds(unittest.TestCase):
    def test_of_a_message_are_kept_by_the_sender_too(self) -> None:
        with mock.patch.object(wire, "MOST_BYTES", 100), self.assertRaises(wire.NotPlain):
            Wire(0, 0).send(["ok", "a" * 100])

    def test_of_the_receiver_name_what_was_too_much(self) -> None:
        reads, writes = os.pipe()
        os.write(writes, struct.pack("!I", (64 << 20) + 1))
        with self.assertRaises(Garbage):
            Wire(reads, writes).receive()
        os.close(reads)
        os.close(writes)
