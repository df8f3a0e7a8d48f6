"""Second layer: what tests rely on is as it was before the candidate's code ran. The snapshot is taken in the server, once."""

import builtins
import sys
import types
import unittest
import unittest.async_case
import unittest.mock

UNITTEST = ["unittest", "unittest.case", "unittest.suite", "unittest.loader", "unittest.result", "unittest.util",
            "unittest.async_case", "unittest.mock"]
RELIED_ON = ["builtins", "operator", "math", "cmath", "json", "json.decoder", "json.encoder", "re", "posixpath", "difflib",
             "pprint", "contextlib", "functools", "collections", "copy", "sys", "os", "inspect", "warnings", "traceback",
             "numpy", "numpy.testing", "numpy.testing._private.utils", "pandas.testing", "pandas._testing",
             "pandas._testing.asserters"]
OPEN_TO_TESTS = {"maxDiff", "longMessage"}  # settings of TestCase, for tests to change
# Of `sys` and `os` only what makes no difference to honest programs that patch them for themselves.
MAY_CHANGE = {"sys": {"displayhook", "excepthook", "unraisablehook", "exit", "breakpointhook"}, "builtins": {"_"}}
CALLABLES = (types.FunctionType, types.BuiltinFunctionType, type, staticmethod, classmethod, property)


def shadow_builtins():
    """unittest's own code finds the real `isinstance`, `len` and so on in its modules, whatever becomes of builtins."""
    for name in UNITTEST[1:7]:
        for builtin, value in vars(builtins).items():
            if not builtin.startswith("_"):
                vars(sys.modules[name]).setdefault(builtin, value)


class Snapshot:
    def __init__(self):
        self.modules = [(name, sys.modules[name]) for name in UNITTEST + RELIED_ON if name in sys.modules]
        self.strict, self.lenient, self.keys, self.classes = [], [], [], set()
        for name, module in self.modules:
            strict = name in UNITTEST
            self._take(vars(module), self.strict if strict else self.lenient, MAY_CHANGE.get(name, ()))
            if strict:
                self._take_classes(module)
        ours = [module for name, module in sys.modules.items() if name.split(".")[0] == __package__]
        for module in ours:
            self._take(vars(module), self.strict, ())
            self._take_classes(module)
        case = unittest.TestCase
        self.keys = [(vars(case), frozenset(vars(case)))]
        self.strict.append((vars(case), "failureException", case.failureException, None))
        self.asserts = [
            (name, value) for name, value in vars(case).items()
            if isinstance(value, types.FunctionType) and name.startswith(("assert", "fail", "_baseAssert", "_getAssert",
                                                                          "_formatMessage", "_truncateMessage"))
        ]

    def _take(self, names, into, free):
        for name, value in list(names.items()):
            if isinstance(value, CALLABLES) and name not in free:
                into.append((names, name, value, _inside(value)))

    def _take_classes(self, module):
        for value in list(vars(module).values()):
            if isinstance(value, type) and value not in self.classes and _belongs(value):
                self.classes.add(value)
                self._take(vars(value), self.strict, OPEN_TO_TESTS)

    def changed(self, mocks_allowed):
        """What is no longer as it was, in words; None when all is."""
        for name, module in self.modules:
            if sys.modules.get(name) is not module:
                return "sys.modules[%r]" % name
        for names, known in self.keys:
            for name in names:
                if name not in known and name not in OPEN_TO_TESTS:
                    return "TestCase.%s" % name
        for group, mocks in ((self.strict, False), (self.lenient, mocks_allowed)):
            for names, name, value, inside in group:
                now = names.get(name)
                if now is value:
                    if inside is None or _inside(value) == inside:
                        continue
                elif mocks and type(now).__module__ == "unittest.mock":
                    continue
                return name
        if sys.gettrace() is not None or sys.getprofile() is not None:
            return "sys.settrace"
        return None

    def bind_asserts(self, test, overridden):
        """Gives one test case the real assertion methods as its own, in front of whatever its class holds by now."""
        own = object.__getattribute__(test, "__dict__")
        for name, function in self.asserts:
            if name not in overridden:
                own[name] = types.MethodType(function, test)
        return {name: own[name] for name, _ in self.asserts if name in own}


def _belongs(value):
    return value.__module__.split(".")[0] in ("unittest", __package__)


def _inside(value):
    """What makes a Python function do what it does; None for anything else."""
    if isinstance(value, (staticmethod, classmethod)):
        value = value.__func__
    if not isinstance(value, types.FunctionType):
        return None
    return (value.__code__, value.__defaults__, value.__closure__)
