import {expect, test} from 'vitest';
import {codeDiff} from '../../src/show/code-diff.js';

const written = async (before: string, after: string) =>
  (await codeDiff(before, after)).map(({change, text}) => `${change} ${text}`);

test('every line of both programs, in order', async () => {
  expect(await written('a\nb\nc\n', 'a\nB\nc\nd\n')).toEqual([
    'same a',
    'removed b',
    'added B',
    'same c',
    'added d',
  ]);
});

test('a last line is the same with and without its end, and nothing is no line', async () => {
  expect(await written('a\n', 'a')).toEqual(['same a']);
  expect(await written('', 'a')).toEqual(['added a']);
  expect(await written('', '')).toEqual([]);
});

test('programs with nothing in common end in reasonable time', async () => {
  const lines = (letter: string) => Array.from({length: 20_000}, (_, i) => `${letter}${i}\n`);
  const diff = await codeDiff(lines('a').join(''), lines('b').join(''));
  expect(diff).toHaveLength(40_000);
  expect(diff[0]?.change).toBe('removed');
});
