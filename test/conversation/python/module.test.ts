import {describe, expect, test} from 'vitest';
import {
  defines,
  hasSubstance,
  isStub,
  lackedBy,
  readModule,
} from '../../../src/conversation/python/module.js';

function read(code: string) {
  const module = readModule(code, {steps: 10_000});
  if (module?.problem !== null) throw new Error(`not sound: ${code}`);
  return module;
}

describe('the names of a statement', () => {
  test.each<[code: string, names: {binds: string; imports?: string; uses?: string}]>([
    ['x = a', {binds: 'x', uses: 'a'}],
    ['x = y = a', {binds: 'x y', uses: 'a'}],
    ['x, (y, *z) = a', {binds: 'x y z', uses: 'a'}],
    ['[x, y] = a', {binds: 'x y', uses: 'a'}],
    ['x: int = 1', {binds: 'x', uses: 'int'}],
    ['x: int', {binds: '', uses: 'int x'}],
    ['x += 1', {binds: '', uses: 'x'}],
    ['a.b = c', {binds: '', uses: 'a c'}],
    ['a[i] = c', {binds: '', uses: 'a c i'}],
    ['(x := a)', {binds: 'x', uses: 'a'}],
    ['for x, y in a:\n    b(x)', {binds: 'x y', uses: 'a b'}],
    ['with a as x, b as (y, z):\n    pass', {binds: 'x y z', uses: 'a b'}],
    ['try:\n    a\nexcept B as e:\n    pass', {binds: 'e', uses: 'B a'}],
    ['import a', {binds: 'a', imports: 'a'}],
    ['import a.b', {binds: 'a', imports: 'a'}],
    ['import a.b as c', {binds: 'c', uses: 'a'}],
    ['from a import b', {binds: 'b', imports: 'b'}],
    ['from a.b import c as d, e', {binds: 'd e', imports: 'e', uses: 'c'}],
    ['from __future__ import annotations', {binds: ''}],
    [
      'def f(x, y=a, *z, k: T = b, **w) -> R:\n    return x + y + u',
      {binds: 'f', uses: 'R T a b u'},
    ],
    ['def f():\n    global g\n    x = h\n    return x', {binds: 'f', uses: 'h'}],
    [
      'class A(B, metaclass=M):\n    x = c\n    def f(self):\n        return d',
      {binds: 'A', uses: 'B M c d'},
    ],
    ['@d\ndef f():\n    pass', {binds: 'f', uses: 'd'}],
    ['x = lambda a, b=c: a + d', {binds: 'x', uses: 'c d'}],
    ['x = [a for a in b if c]', {binds: 'x', uses: 'b c'}],
    ['x = {a for a in b}', {binds: 'x', uses: 'b'}],
    ['x = {k: v for k, v in b}', {binds: 'x', uses: 'b'}],
    ['x = sum(a for a in b)', {binds: 'x', uses: 'b sum'}],
    ['f(a=b, **c)', {binds: '', uses: 'b c f'}],
    ['a.b.c(d)', {binds: '', uses: 'a d'}],
    ['if a:\n    x = 1\nelse:\n    y = 2', {binds: 'x y', uses: 'a'}],
    ['del x', {binds: '', uses: 'x'}],
  ])('%j', (code, {binds, imports = '', uses = ''}) => {
    const [statement] = read(code).statements;
    const words = (names: ReadonlySet<string> | undefined) => [...(names ?? [])].sort().join(' ');
    expect({
      binds: words(statement?.names.binds),
      imports: words(statement?.names.imports),
      uses: words(statement?.names.uses),
    }).toEqual({binds, imports, uses});
  });
});

test('what a pattern captures is bound, what it names is used', () => {
  const [statement] = read(
    'match a:\n    case [x, B(y), {"k": z}, *w] as v:\n        c',
  ).statements;
  expect([...(statement?.names.binds ?? [])].sort()).toEqual(['v', 'w', 'x', 'y', 'z']);
  expect([...(statement?.names.uses ?? [])].sort()).toEqual(['B', 'a', 'c']);
});

test('a module lacks what it uses and binds nowhere, in whatever order', () => {
  expect([...lackedBy(read('def f():\n    return g(h)\n\ndef g(x):\n    return x'))]).toEqual([
    'h',
  ]);
});

test.each<[code: string, defined: boolean]>([
  ['def f():\n    pass', true],
  ['f = g', true],
  ['import a as f', true],
  ['from a import f', false],
  ['import f', false],
  ['def g():\n    f = 1', false],
  ['if a:\n    def f():\n        pass', true],
])('%j defines `f`: %s', (code, defined) => {
  expect(defines(read(code), 'f')).toBe(defined);
});

test.each<[code: string, stub: boolean]>([
  ['def f():\n    pass', true],
  ['def f():\n    ...', true],
  ['def f():\n    """Later."""', true],
  ['def f():\n    """Later."""\n    pass', true],
  ['def f():\n    raise NotImplementedError', true],
  ['def f():\n    raise  NotImplementedError("later")', true],
  ['@d\ndef f():\n    pass', true],
  ['def f():\n    raise NotImplementedErrors', false],
  ['def f():\n    raise ValueError', false],
  ['def f():\n    return 1', false],
  ['def f():\n    pass\n    return 1', false],
  ['def f():\n    x = "NotImplementedError"', false],
  ['def f():\n    1', false],
  ['@d\ndef f():\n    return 1', false],
  ['f = 1', false],
  ['class f:\n    pass', false],
  ['def f():\n    pass\n\ndef f():\n    return 1', false],
  ['def g():\n    pass', false],
  ['from a import f', false],
])('%j says no more of `f` than that it is to be: %s', (code, stub) => {
  expect(isStub(read(code), 'f')).toBe(stub);
});

test.each<[code: string, substance: boolean]>([
  ['', true],
  ['# a remark', true],
  ['word', false],
  ['5', false],
  ['"text"', false],
  ['a.b', false],
  ['a, b', false],
  ['x: int', false],
  ['a and b', false],
  ['f()', true],
  ['a, f()', true],
  ['x = 1', true],
  ['x: int = 1', true],
  ['x += 1', true],
  ['(x := 1)', true],
  ['import a', true],
  ['pass', true],
  ['word\nx = 1', true],
])('%j does or defines something: %s', (code, substance) => {
  expect(hasSubstance(read(code))).toBe(substance);
});
