import {expect, test} from 'vitest';
import {once} from '../../src/files/once.js';

test('what was made of a key is given again, and the oldest is let go', () => {
  const asked: string[] = [];
  const length = once(
    (text: string) => text,
    (text) => asked.push(text),
    2,
  );
  expect(['a', 'b', 'a', 'c', 'b', 'a'].map(length)).toEqual([1, 2, 1, 3, 2, 4]);
  expect(asked).toEqual(['a', 'b', 'c', 'a']);
});
