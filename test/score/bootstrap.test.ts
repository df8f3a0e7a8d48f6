import fc from 'fast-check';
import {expect, it} from 'vitest';
import {UsageError} from '../../src/errors.js';
import {percentileInterval, resample, resampledMeans} from '../../src/score/bootstrap.js';
import {exactMean} from '../../src/score/exact-mean.js';

it('the interval of a share is that of the binomial distribution', () => {
  const values = Float64Array.from({length: 100}, (_, at) => Number(at < 30));
  const interval = percentileInterval(
    resampledMeans(values, resample(100, {seed: 3, resamples: 10_000})),
  );
  // scipy.stats.binom.ppf([.025, .975], 100, .3) -> [21, 39]
  expect(Math.abs((interval?.low ?? 0) - 0.21)).toBeLessThanOrEqual(0.01);
  expect(Math.abs((interval?.high ?? 0) - 0.39)).toBeLessThanOrEqual(0.01);
});

it('every resample holds as many as there are', () => {
  const {counts} = resample(17, {seed: 1, resamples: 100});
  for (let r = 0; r < 100; r++) {
    expect(counts.slice(r * 17, (r + 1) * 17).reduce((sum, count) => sum + count, 0)).toBe(17);
  }
});

it('equal seeds give equal resamples, other seeds others', () => {
  const counts = (seed: number) => resample(20, {seed, resamples: 100}).counts;
  expect(counts(5)).toEqual(counts(5));
  expect(counts(5)).not.toEqual(counts(6));
});

it('values that are not there are left out of each resample’s mean', () => {
  const counts = Uint16Array.from([2, 1, 0, 0, 0, 3, 1, 1, 1]);
  const means = resampledMeans(Float64Array.from([1, 0, Number.NaN]), {n: 3, resamples: 3, counts});
  // 2 of 3; nothing but absent ones; 1 of 2
  expect([...means]).toEqual([2 / 3, Number.NaN, 1 / 2]);
});

it('a value counts as often as its problem was drawn', () => {
  const counts = Uint16Array.from([2, 1, 0, 0, 1, 2]);
  const means = resampledMeans(Float64Array.from([1 / 2, 1 / 4, 0]), {n: 3, resamples: 2, counts});
  // (1/2 + 1/2 + 1/4) / 3; (1/4) / 3
  expect([...means]).toEqual([5 / 12, 1 / 12]);
});

it('no defined resample gives no interval', () => {
  expect(percentileInterval([Number.NaN])).toBeNull();
  expect(percentileInterval([])).toBeNull();
});

it('too few resamples and seeds that are none are refused', () => {
  expect(() => resample(5, {seed: 1, resamples: 99})).toThrow(
    new UsageError('resamples: 99 was given; expected a whole number of at least 100'),
  );
  expect(() => resample(5, {seed: 1, resamples: 1000.5})).toThrow(UsageError);
  expect(() => resample(5, {seed: -1, resamples: 1000})).toThrow('seed: -1');
  expect(() => resample(5, {seed: 1.5, resamples: 1000})).toThrow(UsageError);
  expect(() => resample(5, {seed: 2 ** 32, resamples: 1000})).toThrow(UsageError);
});

it('equal sets of ranks have equal means, whatever the order of the sum', () => {
  const ranks = fc.array(fc.integer({min: 1, max: 11}), {minLength: 1, maxLength: 300});
  const mean = (values: readonly number[]) =>
    exactMean(
      values.reduce((sum, rank) => sum + 1 / rank, 0),
      values.length,
    );
  fc.assert(
    fc.property(ranks, (values) => {
      expect(mean(values.toSorted((a, b) => a - b))).toBe(mean(values));
      expect(mean(values.toSorted((a, b) => b - a))).toBe(mean(values));
    }),
  );
  // 1/3 + 1/3 + 1/3 + 1/10 + 1/5 = 1.3
  expect(mean([3, 3, 3, 10, 5])).toBe(0.26);
});
