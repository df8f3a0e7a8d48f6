import {beforeAll, describe, expect, test} from 'vitest';
import {readModule} from '../../../src/conversation/python/module.js';
import {loadPythonParser} from '../../../src/conversation/python/parser.js';

beforeAll(loadPythonParser);

const offsetIn = (text: string) => readModule(text, {steps: 1000})?.problem;

/** The rest of the line from the first problem of a text on; null where it is sound. */
function problemIn(code: string): string | null {
  const at = offsetIn(code) ?? null;
  return at === null ? null : (code.slice(at).split('\n')[0] ?? '');
}

// CPython 3.11: compile(code, 'x', 'exec') takes all of these.
test.each([
  '',
  '# only a remark',
  'x = 1\n',
  'x = 1; y = 2',
  'x = 1; y = 2;',
  'if a: b = 1; c = 2',
  'if a:\n  b\n  c',
  'if a:\n    b\nelif c:\n        d\nelse:\n  e',
  'for a in b:\n    pass\nelse:\n    pass',
  'while a:\n    break\nelse:\n    pass',
  'try:\n    a\nexcept B:\n    c\nelse:\n    d\nfinally:\n    e',
  'try:\n    a\nfinally:\n    b',
  'try:\n    a\nexcept (B, C) as e:\n    d',
  'def f():\n    return 1',
  'def f():\n\n    # first\n  # second\n    return 1\n\n',
  'def f():\n    if a:\n        return 1\n    return 2',
  'def f(): return 1',
  'def f():\n    yield 1\n    x = yield',
  'f = lambda: (yield)',
  'class A:\n    def f(self):\n        return 1',
  'async def f():\n    return await g()',
  'x = [\n  1,\n 2]\ny = 1',
  'x = """\n  a\n b"""\ny = 1',
  'match a:\n    case 1:\n        b\n    case _:\n        c',
  'with a as b:\n\tc\n\td',
  '"""About it."""\nfrom __future__ import annotations\nimport a',
  'from __future__ import annotations\nfrom __future__ import division\nx = 1',
  '@a\ndef f():\n    pass',
  'print("a")',
  'x = "a`b"',
  'x = "a\u200Bb"  # c\u200Bd\ny = 1',
  '# a\u200Bb',
  "x = '\u200B' + '\uFEFF'",
])('Python compiles %j', (code) => {
  expect(problemIn(code)).toBeNull();
});

describe('Python does not compile', () => {
  // CPython 3.11: compile(code, 'x', 'exec') refuses each of these. The second text is the rest of
  // the line from the first problem on.
  test.each<[code: string, from: string]>([
    ['return 1', 'return 1'],
    ['x = 1\nreturn x', 'return x'],
    ['if a:\n    return 1', 'return 1'],
    ['class A:\n    return 1', 'return 1'],
    ['yield 1', 'yield 1'],
    ['x = (yield)', 'yield)'],
    ['try:\n    a\nx = 1', 'try:'],
    ['try:\n    a\nelse:\n    b', 'try:'],
    ['print "a"', 'print "a"'],
    ['x = 1\nexec "a"', 'exec "a"'],
    ['x = `a`', '`a`'],
    ['  x = 1\ny = 2', 'x = 1'],
    ['x = 1\n  y = 2', 'y = 2'],
    ['if a:\n    b\n      c', 'c'],
    ['if a:\n    b\n  c', 'c'],
    ['if a:\n    b\n  else:\n    c', 'else:'],
    ['if a:\n    if b:\n        c\n  else:\n    d', 'else:'],
    ['def f():\n    x = 1\n\ty = 2', 'y = 2'],
    ['x = 1 y = 2', '1 y = 2'],
    ['x = (1', 'x = (1'],
    ['import a\nfrom __future__ import annotations', 'from __future__ import annotations'],
    ['1\nfrom __future__ import annotations', 'from __future__ import annotations'],
    ['"a"\n"b"\nfrom __future__ import annotations', 'from __future__ import annotations'],
    ['x = 1\u200B', 'x = 1\u200B'],
    ['x\u2060 = 1', '\u2060 = 1'],
    ['# a\u200B\nx =\uFEFF 1', '\uFEFF 1'],
    ['x = "a\u200B"\u200D', 'x = "a\u200B"\u200D'],
    ['x = "a"; y\v = "b"', '\v = "b"'],
  ])('%j from %j on', (code, from) => {
    expect(problemIn(code)).toBe(from);
  });
});

// What CPython 3.11 says of each was asked with `compile`.
describe('a line that ends in the midst of a statement', () => {
  test.each([
    ['an annotation', 'x = 1\nOutput:\n5', 13],
    ['a heading in front of code', 'Example:\n\nx = 3', 8],
    ['an operator', 'x = 1 +\n2', 7],
    ['an import', 'import\nos', 6],
    ['a condition', 'if a and\nb:\n    pass', 8],
    ['a header in front of its colon', 'def f(x)\n:\n    pass', 8],
    ['a header without anything', 'try\n:\n    pass\nfinally:\n    pass', 3],
    ['a header of a clause', 'try:\n    pass\nexcept\nX:\n    pass', 20],
    ['behind a bracket in a string', 'x = "("\ny =\n5', 11],
    ['behind a backslash in a remark', 'x = 1 # \\\ny =\n5', 13],
  ])('does not compile: %s', (_, text, problem) => {
    expect(offsetIn(text)).toBe(problem);
  });

  test.each([
    ['in brackets', 'x = [ # (\n 1]\nif (a and\n b): pass\nelse: pass'],
    ['in a string', 'x = """a\n# b (\n"""\nz = f"""{\nx}"""'],
    ['behind a backslash', 'x = 1 + \\\n  2\ny = 3'],
    ['of a parameter', 'def f(a, # x:\n b=(\n 1)) -> int: # c\n\n    return 1'],
    ['of decorators', '@a.b(\n1)\n# r\n@c\n\nclass A: x = 1; y = 2'],
    ['of cases', 'match x:\n    case [1, *_] if y:\n        pass\n    case _: pass'],
    ['of a lambda', 'x = lambda: 1\ny: int\nz = 1,\nw = 2'],
    ['behind a form feed', 'def f():\n    return 1\n\f\ndef g():\n    return 2'],
    ['behind a form feed on its line', '\fdef f():\n    return 1'],
  ])('compiles: %s', (_, text) => {
    expect(offsetIn(text)).toBe(null);
  });
});
