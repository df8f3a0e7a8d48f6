import {expect, test} from 'vitest';
import {codeDiff} from '../../src/show/code-diff.js';

const written = (before: string, after: string) =>
  codeDiff(before, after).map(({change, text}) => `${change} ${text}`);

test('every line of both programs, in order', () => {
  expect(written('a\nb\nc\n', 'a\nB\nc\nd\n')).toEqual([
    'same a',
    'removed b',
    'added B',
    'same c',
    'added d',
  ]);
});

test('a last line is the same with and without its end, and nothing is no line', () => {
  expect(written('a\n', 'a')).toEqual(['same a']);
  expect(written('', 'a')).toEqual(['added a']);
  expect(written('', '')).toEqual([]);
});

test('programs with nothing in common end in reasonable time', () => {
  const lines = (letter: string) => Array.from({length: 20_000}, (_, i) => `${letter}${i}\n`);
  const diff = codeDiff(lines('a').join(''), lines('b').join(''));
  expect(diff).toHaveLength(40_000);
  expect(diff[0]?.change).toBe('removed');
});
