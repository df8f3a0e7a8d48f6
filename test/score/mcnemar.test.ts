import {expect, test} from 'vitest';
import {mcnemarExact} from '../../src/score/mcnemar.js';

test('McNemar’s exact p is that of R’s binom.test(one, one + other)', () => {
  expect(mcnemarExact(1, 5)).toBeCloseTo(0.21875, 12);
  expect(mcnemarExact(10, 25)).toBeCloseTo(0.01667384780012071, 12);
  expect(mcnemarExact(0, 10)).toBeCloseTo(0.001953125, 12);
});

test('no side counts as the first, and an even split or no split is no evidence', () => {
  expect(mcnemarExact(25, 10)).toBe(mcnemarExact(10, 25));
  expect(mcnemarExact(3, 3)).toBe(1);
  expect(mcnemarExact(0, 0)).toBe(1);
});

test('more pairs than a power of two can hold still have their p', () => {
  expect(mcnemarExact(500, 700) / 8.535366081034334e-9).toBeCloseTo(1, 6);
  expect(mcnemarExact(5_000, 5_000)).toBe(1);
});
