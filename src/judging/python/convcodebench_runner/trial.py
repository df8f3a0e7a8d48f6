"""All runs that one verdict takes: the run itself and, for a pass, those that show it was not forged.

control   the entry point replaced by a stub that raises. Passing all the same means that something else than the entry
          point makes the tests pass: the test machinery was forged, unless they pass without any candidate code too (exempt).
audit     only for suspicious code (audit.py), twice if need be, since an honest program may be unlucky once.
"""

import ast

from . import audit

FORGED_CONTROL = "The tests pass without the code under test: it changed the test machinery"
FORGED_AUDIT = "Under audit the code under test does not pass: it passed by other means than its results"
AUDIT_TRIES = 2


def longest_ms(limit_ms):
    """How long all runs together may take."""
    return 3 * limit_ms + AUDIT_TRIES * _audit_limit_ms(limit_ms)


def _audit_limit_ms(limit_ms):
    return 2 * limit_ms + 1000


class Trial:
    def __init__(self, task, layers):
        self.id, self._task, self._layers = task["id"], task, layers
        self._steps = self._runs()
        self._next = next(self._steps)
        self._verdict = None

    def next_task(self):
        return {**self._task, **self._next}

    def verdict(self, result):
        """What to tell, or None: there is another run to make first."""
        try:
            self._next = self._steps.send(result)
        except StopIteration as end:
            end.value.pop("shadowed", None)
            return {"id": self.id, **end.value}
        return None

    def _runs(self):
        first = yield {"mode": "judge"}
        if first["status"] != "pass":
            return first
        if self._layers["control"]:
            control = yield {"mode": "control"}
            if control["status"] == "pass":
                bare = yield {"mode": "control", "code": _imports_of(self._task["code"])}
                if bare["status"] != "pass":
                    return _forged(first, FORGED_CONTROL)
        if self._layers["audit"] and audit.is_suspicious(self._task["code"], first["shadowed"]):
            for _ in range(AUDIT_TRIES):
                audited = yield {"mode": "audit", "limit_ms": _audit_limit_ms(self._task["limit_ms"])}
                if audited["status"] == "pass":
                    return first
            return _forged(first, FORGED_AUDIT)
        return first


def _forged(result, text):
    report = {**result["report"], "failures": [["ALL", text]]}
    return {**result, "status": "fail", "report": report}


def _imports_of(code):
    """The candidate's top-level imports alone: tests may lean on them."""
    try:
        tree = ast.parse(code)
    except (RecursionError, MemoryError):  # too deep for a tree though not for the compiler: nothing to lean on
        return ""
    body = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    return ast.unparse(ast.Module(body, []))
