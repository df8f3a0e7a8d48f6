import {quantile} from 'simple-statistics';
import {UsageError} from '../errors.js';
import {optionsOf} from '../options/check-options.js';
import {wholeNumber} from '../options/fields.js';
import {exactMean} from './exact-mean.js';
import {seededRandom} from './seeded-random.js';

/**
 * `resamples` (at least 1,000 for an interval worth printing) and `seed` (0..2^32-1) are recorded
 * beside every interval.
 */
export type BootstrapOptions = {seed: number; resamples: number};

export const bootstrapOptions = optionsOf<BootstrapOptions>({
  seed: wholeNumber(0, 0xffffffff),
  resamples: wholeNumber(100),
});

/**
 * One set of resamples of `n` things, drawn with replacement and shared by every figure over the
 * same things: `counts[r * n + i]` says how often resample r holds thing i. Sharing keeps figures
 * comparable within a resample, and makes a hundred figures as cheap as sums can be.
 */
export type Resampling = {n: number; resamples: number; counts: Uint16Array};

/**
 * @throws {UsageError} unless `resamples` is a whole number of at least 100 and the seed is one.
 */
export function resample(n: number, {seed, resamples}: BootstrapOptions): Resampling {
  checkResamples(resamples);
  const random = seededRandom(seed);
  const counts = new Uint16Array(n * resamples);
  for (let start = 0; start < counts.length; start += n) {
    for (let drawn = 0; drawn < n; drawn++) {
      const at = start + random.below(n);
      counts[at] = (counts[at] ?? 0) + 1;
    }
  }
  return {n, resamples, counts};
}

/** @throws {UsageError} unless `resamples` is a whole number of at least 100. */
export function checkResamples(resamples: number): void {
  if (Number.isInteger(resamples) && resamples >= 100) return;
  throw new UsageError(
    `resamples: ${resamples} was given; expected a whole number of at least 100`,
  );
}

/**
 * The mean of `values` in each resample, in order; NaN marks a value that is not there, and a
 * resample without any gives NaN. Values are 0, 1 or 1/k (see `exactMean`), so equal means are
 * equal numbers.
 */
export function resampledMeans(values: Float64Array, resampling: Resampling): Float64Array {
  // Zeros and absent values, the most of them, are passed over: three times as fast as the plain
  // sum.
  const counted = positions(values, (value) => value !== 0 && !Number.isNaN(value));
  const absent = positions(values, Number.isNaN);
  const weights = Float64Array.from(counted, (position) => values[position] ?? Number.NaN);
  const ones = new Float64Array(absent.length).fill(1);
  const means = new Float64Array(resampling.resamples);
  for (let r = 0; r < means.length; r++) {
    const size = resampling.n - weightedCount(resampling, {r, positions: absent, weights: ones});
    means[r] = exactMean(weightedCount(resampling, {r, positions: counted, weights}), size);
  }
  return means;
}

function positions(values: Float64Array, isWanted: (value: number) => boolean): Int32Array {
  return Int32Array.from(
    [...values.keys()].filter((position) => isWanted(values[position] ?? Number.NaN)),
  );
}

type Weighted = {r: number; positions: Int32Array; weights: Float64Array};

function weightedCount({n, counts}: Resampling, {r, positions, weights}: Weighted): number {
  const start = r * n;
  let sum = 0;
  for (let i = 0; i < positions.length; i++)
    sum +=
      (counts[start + (positions[i] ?? Number.NaN)] ?? Number.NaN) * (weights[i] ?? Number.NaN);
  return sum;
}

export type Interval = {low: number; high: number};

/**
 * The 95% percentile interval (Efron): the 2.5% and 97.5% quantiles (linear interpolation, R's type
 * 7) of what the resamples gave. Resamples in which the figure is undefined (NaN) are left out;
 * null when all are.
 */
export function percentileInterval(resampled: Iterable<number>): Interval | null {
  const defined = [...resampled].filter((value) => !Number.isNaN(value));
  if (defined.length === 0) return null;
  return {low: quantile(defined, 0.025), high: quantile(defined, 0.975)};
}
