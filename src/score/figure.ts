import {z} from 'zod';
import {percentileInterval, type Resampling, resampledMeans} from './bootstrap.js';
import {exactMean} from './exact-mean.js';
import type {ProblemValue} from './problem-value.js';

const rate = z.number().min(0).max(1);
const count = z.number().int().min(0);

/**
 * A mean over `n` problems, exact, in [0, 1], with its 95% bootstrap interval over problems.
 * `missing` problems are not among the n, because their value depends on a verdict that we lack.
 * Nothing to average is not zero: then `value` is null and `reason` says why.
 */
export const figureSchema = z.union([
  z.strictObject({value: rate, n: count.min(1), missing: count, low: rate, high: rate}),
  z.strictObject({value: z.null(), n: z.literal(0), missing: count, reason: z.string()}),
]);

export type Figure = z.infer<typeof figureSchema>;

/**
 * The figure over `values`, one per problem of `resampling`; `whenEmpty` says why there may be no
 * problem that it is about.
 */
export function figure(
  values: readonly ProblemValue[],
  resampling: Resampling,
  whenEmpty: string,
): Figure {
  const known = values.filter((value) => typeof value === 'number');
  const missing = values.filter((value) => value === 'missing').length;
  const numbers = Float64Array.from(values, (value) =>
    typeof value === 'number' ? value : Number.NaN,
  );
  const interval =
    known.length === 0 ? null : percentileInterval(resampledMeans(numbers, resampling));
  if (interval === null)
    return {value: null, n: 0, missing, reason: missing > 0 ? allMissing(missing) : whenEmpty};
  const sum = known.reduce((total, value) => total + value, 0);
  return {value: exactMean(sum, known.length), n: known.length, missing, ...interval};
}

function allMissing(missing: number): string {
  return `no problem has the verdicts that this figure needs (missing for ${missing})`;
}
