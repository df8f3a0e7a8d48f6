import {beforeAll, describe, expect, test} from 'vitest';
import {readModule} from '../../../src/conversation/python/module.js';
import {loadPythonParser} from '../../../src/conversation/python/parser.js';

beforeAll(loadPythonParser);

const problemIn = (text: string) => readModule(text, {steps: 1000})?.problem;

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
    expect(problemIn(text)).toBe(problem);
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
    expect(problemIn(text)).toBe(null);
  });
});
