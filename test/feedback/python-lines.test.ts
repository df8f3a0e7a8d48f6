import {expect, test} from 'vitest';
import {functionsIn, pythonLines} from '../../src/feedback/python-lines.js';

test('a line is its column and its tokens: no docstrings, no blank lines, no arrows; a comment alone has none', () => {
  const code = 'x = 1  # one\n"""\nA docstring.\n"""\n\n    y <= 2\n\tz = "a"  <-- here\n# alone';
  expect(pythonLines(code)).toEqual([
    {indent: 0, tokens: 'x = 1'},
    {indent: 4, tokens: 'y < = 2'},
    {indent: 8, tokens: 'z = " a "'},
    {indent: 0, tokens: ''},
  ]);
});

test('a function has its parameters’ names, without annotations, defaults and stars', () => {
  const header =
    'async def f(\n    a: dict[str, int],\n    b=(1, 2),  # two\n    *args,\n    key: int = max(1, 2),\n    **rest,\n) -> int:';
  expect(functionsIn(`${header}\n    return 1\n`)).toEqual([
    {
      name: 'f',
      parameters: ['a', 'b', 'args', 'key', 'rest'],
      body: [{indent: 4, tokens: 'return 1'}],
    },
  ]);
});

test('a body ends where the indentation does; one of a single line begins behind the colon', () => {
  const code =
    'def f(): return 1\n\nclass A:\n    def g(self):  # inner\n        if x:\n            return 2\n    y = 3\n';
  expect(functionsIn(code)).toEqual([
    {name: 'f', parameters: [], body: [{indent: 5, tokens: 'return 1'}]},
    {
      name: 'g',
      parameters: ['self'],
      body: [
        {indent: 8, tokens: 'if x :'},
        {indent: 12, tokens: 'return 2'},
      ],
    },
  ]);
});
