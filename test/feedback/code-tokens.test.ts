import {describe, expect, test} from 'vitest';
import {blindTokens, codeTokens, runsOf, wordsAndSigns} from '../../src/feedback/code-tokens.js';

const joined = (tokens: readonly string[]) => tokens.join(' ');

describe('a text is names, numbers and single signs', () => {
  test.each([
    ['white space does not count', ' a\t+\nb ', 'a + b'],
    ['names may hold digits and underscores', '_x1 + A_2', '_x1 + A_2'],
    ['a number is whole with its fraction', '3.14 12 7.x', '3.14 12 7 . x'],
    ['a name behind a number is one of its own', '2x', '2 x'],
    ['either kind of quote is one sign', `it's "so"`, 'it " s " so "'],
    ['signs stand alone', 'a>=b**c', 'a > = b * * c'],
    ['a letter of another script is a sign', 'é→', 'é →'],
    ['an empty text has none', '', ''],
  ])('%s', (_, text, tokens) => {
    expect(joined(wordsAndSigns(text))).toBe(tokens);
  });
});

/** Code, its tokens, and its tokens without names and values. */
const codes: [string, string, string, string][] = [
  ['a comment is left out', 'x = y # z\n# w\nv', 'x = y v', 'name = name name'],
  ['a # in a string is none', `x = "a # b" + c`, 'x = " a # b " + c', 'name = value + name'],
  ['nor one between single quotes', `x = 'a # b' + c`, 'x = " a # b " + c', 'name = value + name'],
  ['an escaped quote ends no string', `'a\\'#b' + c`, '" a \\ " # b " + c', 'value + name'],
  ['nor an escaped double one', `"a\\"#b" + c`, '" a \\ " # b " + c', 'value + name'],
  ['an escaped line end goes on', `'a\\\n#b' + c`, '" a \\ # b " + c', 'value + name'],
  ['so between double quotes', `"a\\\n#b" + c`, '" a \\ # b " + c', 'value + name'],
  ['a quote left open ends with its line', `x's\ny # z'`, 'x " s y', 'name " name name'],
  ['so does a double one', `x"s\ny # z"`, 'x " s y', 'name " name name'],
  [
    'three quotes hold lines, quotes and #',
    `"""a\n"b" # c""" + d`,
    '" " " a " b " # c " " " + d',
    'value + name',
  ],
  ['three single ones too', `'''a\n'b' # c''' + d`, '" " " a " b " # c " " " + d', 'value + name'],
  [
    'and end at the first three',
    `"""a""" + b + """c"""`,
    '" " " a " " " + b + " " " c " " "',
    'value + name + value',
  ],
  [
    'and the single ones',
    `'''a''' + b + '''c'''`,
    '" " " a " " " + b + " " " c " " "',
    'value + name + value',
  ],
  ['two strings are two', `"a" + b + "c"`, '" a " + b + " c "', 'value + name + value'],
  ['of either kind', `'a' + b + 'c'`, '" a " + b + " c "', 'value + name + value'],
  ['an empty string is a value', `x = ''`, 'x = " "', 'name = value'],
  ['a number is a value', 'f(1, 2.5)', 'f ( 1 , 2.5 )', 'name ( value , value )'],
  [
    'keywords stay',
    'for _x in Y: return None',
    'for _x in Y : return None',
    'for name in name : return None',
  ],
  ['what begins like a keyword is a name', 'format and andy', 'format and andy', 'name and name'],
  ['a string parts what stands beside it', `f"a"if b`, 'f " a " if b', 'name value if name'],
];

test.each(codes)('%s', (_, code, tokens) => {
  expect(joined(codeTokens(code))).toBe(tokens);
});

test.each(codes)('%s, blind to names and values', (_, code, __, blind) => {
  expect(joined(blindTokens(code))).toBe(blind);
});

test.each([
  [1, ['a', 'b']],
  [2, ['a b', 'b a', 'b b']],
  [5, ['a b a b b']],
  [6, []],
])('runs of %i tokens are each told once', (length, runs) => {
  expect([...runsOf(['a', 'b', 'a', 'b', 'b'], length)]).toEqual(runs);
});
