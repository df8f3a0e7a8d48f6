import {expect, test} from 'vitest';
import {numpyMean} from '../../src/score/numpy-mean.js';
import {upstreamPercent} from '../../src/score/upstream-percent.js';

/** The ranks k of 40 problems, 0 where one was never solved. */
const ranks =
  '3 1 1 1 0 0 2 3 1 3 0 1 3 2 6 6 1 1 2 1 0 0 0 6 1 2 0 6 0 2 2 1 2 6 2 0 1 1 1 3'.split(' ');
const values = ranks.map((rank) => (rank === '0' ? 0 : 1 / Number(rank)));

test('a mean that is half of a tenth of a percent prints as NumPy’s sum has it', () => {
  // numpy 1.23.5: np.mean(values) is 0.48749999999999993, and round(_ * 100, 1) is 48.7
  expect(numpyMean(values)).toBe(0.48749999999999993);
  expect(upstreamPercent(numpyMean(values))).toBe(48.7);
});

test('few values are added in turn, many in halves of whole lanes', () => {
  // numpy 1.23.5: np.mean([1/2, 1/3, 0]); np.mean(values * 10), values * 33
  expect(numpyMean([1 / 2, 1 / 3, 0])).toBe(0.27777777777777773);
  // 1/k of so many problems, k = (4 i + i * i) % 11 + 1: 128 are the most that stay together.
  const many = (length: number, by: number) =>
    Array.from({length}, (_, i) => 1 / (((i * by + i * i) % 11) + 1));
  expect(numpyMean(many(128, 4))).toBe(0.35157236426767674);
  expect(numpyMean(many(150, 2))).toBe(0.3524343434343434);
  expect(numpyMean(many(1140, 1))).toBe(0.38721665274296857);
  expect(numpyMean(Array.from({length: 10}, () => values).flat())).toBe(0.4875);
  expect(numpyMean(Array.from({length: 33}, () => values).flat())).toBe(0.4875);
});
