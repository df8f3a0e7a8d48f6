import {expect, test} from 'vitest';
import {counted} from '../../src/options/counted.js';

test.each([
  [0, '0 verdicts are missing'],
  [1, '1 verdict is missing'],
  [2, '2 verdicts are missing'],
])('%i of something', (count, told) => {
  expect(counted(count, 'verdict is missing', 'verdicts are missing')).toBe(told);
});

test('most words take an s', () => {
  expect([1, 2].map((count) => counted(count, 'row'))).toEqual(['1 row', '2 rows']);
});
