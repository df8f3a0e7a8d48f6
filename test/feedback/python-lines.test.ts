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

test.each([
  ['of three single quotes', "x\n'''\nA\n'''\ny", ['x', 'y']],
  ['of one line', 'x\n  """A."""  \ny', ['x', 'y']],
  ['each by itself', '"""A."""\nx\n"""B."""', ['x']],
  ['each by itself, of single quotes', "'''A.'''\nx\n'''B.'''", ['x']],
  ['but not as a value', 'x = """A"""', ['x = " " " A " " "']],
  ['nor with more on its line', '"""A""".strip()', ['" " " A " " " . strip ( )']],
])('a docstring says nothing: %s', (_, code, tokens) => {
  expect(pythonLines(code).map((line) => line.tokens)).toEqual(tokens);
});

test.each([
  ['x = 1 <- here', 'x = 1'],
  ['x = 1 <--- here', 'x = 1'],
  ['x = 1\t<--', 'x = 1'],
  ['x = 1 <== here', 'x = 1'],
  ['x = 1 <==== here', 'x = 1'],
  ['x = 1 ← here', 'x = 1'],
  ['x = 1 ←', 'x = 1'],
  ['x <-y', 'x < - y'],
  ['x<- y', 'x < - y'],
  ['x <= y', 'x < = y'],
])('an arrow points at its line: %j', (code, tokens) => {
  expect(pythonLines(code)).toEqual([{indent: 0, tokens}]);
});

test.each([
  ['    x', 4],
  ['\tx', 8],
  [' \t x', 10],
  ['x  y', 0],
])('blanks and tabs before %j are %i columns', (code, indent) => {
  expect(pythonLines(code)[0]?.indent).toBe(indent);
});

test.each<[string, string[]]>([
  ['def f(): x', []],
  ['def f(a, /, b, *, c): x', ['a', 'b', 'c']],
  ['def f(a: dict[str, list[int]], b=[(1, 2), {3: 4, 5: 6}]): x', ['a', 'b']],
  ['def f(a={1: 2, 3: 4}, b=g(1, 2)): x', ['a', 'b']],
  ['def f(a=g(h(1, 2), 3), b_2=4): x', ['a', 'b_2']],
  ['def f(\n  a,  # the first, of two\n  b  # c, d\n): x', ['a', 'b']],
  ['def f(a="1, 2b", c=3): x', ['a', 'c']],
  ['async \tdef\t f \t( a , *b ) -> dict[str, int] : x', ['a', 'b']],
])('the parameters of %j are %j', (code, parameters) => {
  expect(functionsIn(code).map((each) => each.parameters)).toEqual([parameters]);
});

test.each(['undef f(a): x', 'x def f(a): y', 'def f: x', 'def f(a)\nx: y', 'def f(a'])(
  'no function stands in %j',
  (code) => {
    expect(functionsIn(code)).toEqual([]);
  },
);

test.each<[string, string, string[]]>([
  ['to the end', 'def f():\n  a\n  b', ['a', 'b']],
  ['over blank lines', 'def f():\n  a\n\n \n  b\nc', ['a', 'b']],
  ['over lines of blanks alone', ' def f():\n  a\n \n  b', ['a', 'b']],
  ['to a line as far left as the header', ' def f():\n  a\n b', ['a']],
  ['to one farther left', '  def f():\n   a\n b\n   c', ['a']],
  ['from a header behind a tab', '\tdef f():\n\t\ta\n        b', ['a']],
  ['from behind the colon', 'def f(): a\n  b\nc', ['a', 'b']],
  ['without a comment behind the colon', 'def f(): # a\n  b', ['b']],
  ['nested functions too', 'def f():\n  def g():\n    a\n  b', ['def g ( ) :', 'a', 'b']],
  ['a header alone has none', 'def f():', []],
])('a body goes %s', (_, code, tokens) => {
  expect(functionsIn(code)[0]?.body.map((line) => line.tokens)).toEqual(tokens);
});

test('functions inside functions are told after them', () => {
  expect(functionsIn('def f():\n  def g(x):\n    a').map(({name}) => name)).toEqual(['f', 'g']);
});
