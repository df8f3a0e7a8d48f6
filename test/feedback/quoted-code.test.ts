import {describe, expect, test} from 'vitest';
import {codeParts, isCorrectedFunction} from '../../src/feedback/quoted-code.js';

describe('the code of a remark', () => {
  test.each<[string, string, string[]]>([
    ['stands in a fence', 'So:\n```python\nx = 1\ny = 2\n```\nDone.', ['x = 1\ny = 2\n']],
    ['or one of tildes', '~~~\nx = 1\n~~~\n', ['x = 1\n']],
    ['in each fence by itself', '```\na\n```\nand\n```\nb\n```', ['a\n', 'b\n']],
    ['in an empty fence', '```\n```', ['']],
    ['to the end where a fence stays open', '```\na\n\nb', ['a\n\nb']],
    ['in a long fence with a short one inside', '````\na\n```\nb\n````', ['a\n```\nb\n']],
    ['in a fence of tildes with back-ticks inside', '~~~~\na\n```\n~~~\n~~~~', ['a\n```\n~~~\n']],
    ['in a fence that is indented or quoted', ' > ```\n > a\n > ```', [' > a\n']],
    ['in no fence that begins inside a line', 'So ```\nx\n', []],
    ['in a fence that does not end inside a line', '```\na ``` b\n```', ['a ``` b\n']],
    ['in back-ticks, each pair by itself', 'Is `a` or `b c` it?', ['a', 'b c']],
    ['in no back-ticks that a line end parts', 'A ` alone,\nand ` another.', []],
    ['in a bare function', 'So:\ndef f(x):\n    return x\nDone.', ['def f(x):\n    return x\n']],
    ['with its blank lines', 'def f(x):\n  a\n \t\n\n  b\nc', ['def f(x):\n  a\n \t\n\n  b\n']],
    ['an asynchronous one', 'async def f(x):\n  a\nb', ['async def f(x):\n  a\n']],
    ['one of a single line', 'def f(x): return x\nDone.', ['def f(x): return x\n']],
    ['with nothing between', 'def f(x):return x\nDone.', ['def f(x):return x\n']],
    ['and nothing behind', 'def f(x):return x', ['def f(x):return x']],
    ['and not the words behind', 'def f(x):\n  a\nDone\nnow', ['def f(x):\n  a\n']],
    ['at the end of the text', 'def f(x):\n  a', ['def f(x):\n  a']],
    ['indented', '  def f(x):\n    a\n  b', ['  def f(x):\n    a\n']],
    ['or quoted', '> def f(x):\n>   a\n> b', ['> def f(x):\n>   a\n']],
    ['whose parameters take lines', 'def f(\n  x,\n):\n  a', ['def f(\n  x,\n):\n  a']],
    ['in no def in the middle of a line', 'You def f(x): here.', []],
    ['in nothing else', 'Look at f(x): it returns x.', []],
  ])('%s', (_, remark, parts) => {
    expect(codeParts(remark)).toEqual(parts);
  });
});

const previousCode = `import os

def f(a, b):
    """Add up."""
    total = a
    # go through
    for one in b:

        total += one  # each
    return total

def show(x):
    print(x)
`;

/** The lines of the function under review. */
const [head, begin, loop, add, end] = [
  'def f(a, b):',
  '    total = a',
  '    for one in b:',
  '        total += one',
  '    return total',
];
const lines = (...each: (string | undefined)[]) => each.join('\n');

const corrected = (code: string, of = {entry_point: 'f', code_prompt: 'def f(a, b):'}) =>
  isCorrectedFunction(code, of, previousCode);

describe('a corrected function is', () => {
  test.each([
    ['the function with another body', lines(head, '    return a')],
    ['of one line', `${head} return a`],
    ['asynchronous', lines(`async ${head}`, '    return a')],
    ['with other parameters', lines('def f(c):', '    return c')],
    ['under another name with the same parameters', lines('def g(a, b):', '    return a')],
    ['quoted', lines(`> ${head}`, '>     return a')],
    ['the old one but for a line', lines(head, begin, loop, add, '    return a')],
    ['the old one without a line, and no gap shown', lines(head, begin, loop, end)],
    ['the old one without its first line', lines(head, loop, add, end)],
    ['the old one with a line moved', lines(head, loop, add, begin, end)],
    ['the old one with a line moved, gaps shown', lines(head, '    ...', end, '    ...', begin)],
    ['the old one with a line twice, a gap between', lines(head, begin, '    ...', begin)],
    [
      'the old one with a line indented otherwise',
      lines(head, begin, loop, '    total += one', end),
    ],
    ['the old one and more', lines(head, begin, loop, add, end, '    print(a)')],
    [
      'beside a copy of the old one',
      lines(head, begin, loop, add, end, 'def g(a, b):', '    return a'),
    ],
    ['an assignment to its name', 'f = sum'],
    ['such an assignment, indented', '  f = sum'],
    ['a class of its name', lines('class f:', '    x = 1')],
    ['a body that takes the parameters and returns', lines('c = a + b', 'return c')],
    ['such a body, indented', lines('    c = a + b', '    return c')],
    ['such a body, a comment before it', lines('  # both', 'c = a + b', 'return c')],
    ['such a body that speaks of a def', lines('c = "a def of b"', 'return c')],
    ['such a body, a header of its own inside', lines('if a:', '    c = b', 'return c')],
  ])('%s', (_, code) => {
    expect(corrected(code)).toBe(true);
  });

  test('one without parameters, where none are asked for', () => {
    const of = {entry_point: 'f', code_prompt: 'def f():'};
    expect(corrected(lines('def f():', '    return 1'), of)).toBe(true);
    expect(corrected(lines('def g():', '    return 1'), of)).toBe(false);
    expect(corrected(lines('c = 1', 'return c'), of)).toBe(false);
  });

  test('recognised where the statement holds other functions', () => {
    const of = {entry_point: 'f', code_prompt: 'def help(x):\n    return x\n\ndef f(a, b):'};
    expect(corrected(lines('def g(a, b):', '    return a'), of)).toBe(true);
    expect(corrected(lines('def g(x):', '    return x'), of)).toBe(false);
  });
});

describe('no corrected function is', () => {
  test.each([
    ['the one under review', lines(head, begin, loop, add, end)],
    ['with comments of its own', lines(head, begin, `${loop}  # why?`, add, end)],
    ['shifted', lines(head, begin, loop, add, end).replace(/^/gm, '  ')],
    ['its beginning', lines(head, begin, loop)],
    ['its beginning and end, with a gap', lines(head, begin, '    ...', end)],
    ['the same, a comment for the gap', lines(head, begin, '    # the loop', end)],
    ['its end behind a gap', lines(head, '    ...', add, end)],
    ['the header alone', head],
    ['a body of pass', lines(head, '    pass')],
    ['a body of return', lines(head, '    return')],
    ['a sketch with other parameters', lines('def f(c):', '    ...')],
    ['a docstring and comments', lines(head, '    """Add."""', '    # go through b', '    ...')],
    ['one with other parameters', lines('def g(a):', '    return a')],
    ['an example of a call', lines('total = f(a, b)', 'print(total)')],
    ['one statement', 'return a + b'],
    ['one statement and a comment', lines('# both', 'return a + b')],
    ['a body that leaves a parameter out', lines('c = a + 1', 'return c')],
    ['a body that returns nothing', lines('c = a + b', 'print(c)')],
    ['a body that names return only', lines('c = a + b', 'returns = c')],
    ['a body that returns inside only', lines('if a:', '    return b')],
    ['a body with a function in it', lines('def g(x):', '    return x', 'c = a + b', 'return c')],
    ['with an asynchronous one', lines('async def g(x):', '    return x', 'c = a + b', 'return c')],
    ['with a class', lines('class G:', '    x = 1', 'c = a + b', 'return c')],
    [
      'a body of the one under review',
      lines('for one in b:', '    total += one', 'return total # a'),
    ],
    ['an assignment of another name', 'g = sum'],
    ['nothing', ''],
  ])('%s', (_, code) => {
    expect(corrected(code)).toBe(false);
  });

  test('a sketch, where the code under review has no function', () => {
    const of = {entry_point: 'f', code_prompt: 'def f(a, b):'};
    expect(isCorrectedFunction(lines(head, '    pass'), of, 'f = sum')).toBe(false);
    expect(isCorrectedFunction(lines(head, '    return a'), of, 'f = sum')).toBe(true);
  });

  test('another function, where the statement holds none', () => {
    const of = {entry_point: 'f', code_prompt: 'import os'};
    expect(corrected(lines('def g(a, b):', '    return a'), of)).toBe(false);
    expect(corrected(lines('def f(a, b):', '    return a'), of)).toBe(true);
  });

  test('a piece of the code under review that stands behind other code of the same first line', () => {
    const twice = `def f(a, b):\n    a += 1\n    b += 1\n    a += 1\n    return a + b\n`;
    const of = {entry_point: 'f', code_prompt: 'def f(a, b):'};
    const piece = lines('a += 1', 'return a + b');
    expect(isCorrectedFunction(piece, of, twice)).toBe(false);
    expect(isCorrectedFunction(lines('b += 1', 'return a + b'), of, twice)).toBe(true);
  });
});
