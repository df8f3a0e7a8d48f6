import {expect, test} from 'vitest';
import {HarnessError} from '../../src/errors.js';
import {coefficient, percent} from '../../src/report/percent.js';

// Worked by hand: half away from zero at the first decimal of the percentage.
test.each([
  [0, '0.0'],
  [1, '100.0'],
  [0.0005, '0.1'],
  [0.00049, '0.0'],
  [0.1225, '12.3'],
  [0.1235, '12.4'],
  [0.0015, '0.2'],
  [0.5005, '50.1'],
  [0.99949, '99.9'],
  [0.9995, '100.0'],
  [1 / 3, '33.3'],
  [-0.0005, '-0.1'],
  [-0.0004, '0.0'],
  [-0.1225, '-12.3'],
])('the share %d is %s percent', (share, text) => {
  expect(percent(share)).toBe(text);
});

test('every share of n/2000 that ends in a half goes away from zero, whatever its binary fraction', () => {
  for (let n = 1; n < 2_000; n += 2)
    expect(percent(n / 2_000)).toBe(`${Math.floor((n + 1) / 20)}.${((n + 1) / 2) % 10}`);
});

test.each([
  [1, '1.000'],
  [0.9485, '0.949'],
  [-0.9485, '-0.949'],
  [-0.0004, '0.000'],
])('the coefficient %d is written %s', (value, text) => {
  expect(coefficient(value)).toBe(text);
});

test('what is no number is never printed as one', () => {
  expect(() => percent(Number.NaN)).toThrow(HarnessError);
  expect(() => coefficient(Number.POSITIVE_INFINITY)).toThrow(HarnessError);
});
