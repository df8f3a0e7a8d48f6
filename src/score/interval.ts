import {type Interval, percentileInterval, type Resampling, resampledMeans} from './bootstrap.js';

/** The 97.5% quantile of the standard normal distribution. */
const z = 1.959963984540054;

/**
 * The 95% score interval of a share (Wilson 1927): never one point, however alike the problems.
 * `n` is at least 1.
 * @example wilsonInterval(40, 40) // => about {low: 0.912, high: 1}
 */
export function wilsonInterval(successes: number, n: number): Interval {
  const share = successes / n;
  const scale = 1 + z ** 2 / n;
  const middle = (share + z ** 2 / (2 * n)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2));
  return {
    low: successes === 0 ? 0 : middle - half,
    high: successes === n ? 1 : middle + half,
  };
}

/** What values a problem may have in a figure. */
export type ValueRange = {lowest: number; highest: number};

/**
 * The 95% interval of a mean of values that are all `value`, where resampling shows no spread. By
 * the rule of three (Hanley and Lippman-Hand 1983) up to 3/n of all problems may be others, with
 * whatever value from `lowest` to `highest`.
 * @example ruleOfThree(1, 40, {lowest: 0, highest: 1}) // => {low: 0.925, high: 1}
 */
export function ruleOfThree(value: number, n: number, {lowest, highest}: ValueRange): Interval {
  const others = Math.min(1, 3 / n);
  return {low: value - (value - lowest) * others, high: value + (highest - value) * others};
}

/**
 * The 95% bootstrap interval of the mean of `values`, one per thing of `resampling` (NaN is
 * absent, at least one is not); by the rule of three where all are alike.
 */
export function meanInterval(
  values: Float64Array,
  resampling: Resampling,
  range: ValueRange,
): Interval {
  const known = values.filter((value) => !Number.isNaN(value));
  const [first = Number.NaN] = known;
  if (known.every((value) => value === first)) return ruleOfThree(first, known.length, range);
  const {lowest: low, highest: high} = range;
  return percentileInterval(resampledMeans(values, resampling)) ?? {low, high};
}
