import {z} from 'zod';
import type {Interval} from './bootstrap.js';
import {exactMean} from './exact-mean.js';
import {wilsonInterval} from './interval.js';
import type {ProblemValue} from './problem-value.js';

const rate = z.number().min(0).max(1);
const count = z.number().int().min(0);

const wholeShape = {value: rate, n: count.min(1), missing: z.literal(0), low: rate, high: rate};
const noneShape = {value: z.null(), n: count, missing: count, reason: z.string()};

/**
 * A mean over `n` problems, exact, in [0, 1], with its 95% interval. Where `missing` problems
 * depend on a verdict that we lack, or there is no problem, it has no value, and `reason` says why:
 * the rest is not a sample of the whole, and empty is not zero. `n` counts the problems known.
 */
export const figureSchema = z.union([z.strictObject(wholeShape), z.strictObject(noneShape)]);

export type Figure = z.infer<typeof figureSchema>;

const creditShape = {
  floor: rate.nullable(),
  gain: rate.nullable(),
  asked: count.nullable(),
  planned: count.nullable(),
};

/**
 * A figure beside what the reference's credit is in it; all four are null in live runs. `floor`:
 * the same figure if no answer of the target passed; null where the log lacks a verdict of the
 * reference. `gain`: (value - floor) / (1 - floor); null where there is no value, or the floor is
 * 1. `asked` of `planned` places of the figure were questions to the target.
 */
export const creditedFigureSchema = z.union([
  z.strictObject({...wholeShape, ...creditShape}),
  z.strictObject({...noneShape, ...creditShape}),
]);

export type CreditedFigure = z.infer<typeof creditedFigureSchema>;

/** The interval of the mean of `values`; NaN is absent, at least one is not. */
export type IntervalOf = (values: Float64Array) => Interval;

/**
 * The figure over `values`; `whenEmpty` says why there may be no problem that it is about.
 * `meanOf`: of at least one value.
 */
export function figure(
  values: readonly ProblemValue[],
  intervalOf: IntervalOf,
  whenEmpty: string,
  meanOf: (values: readonly number[]) => number = trueMean,
): Figure {
  const known = values.filter((value) => typeof value === 'number');
  const missing = values.filter((value) => value === 'missing').length;
  if (missing > 0)
    return {value: null, n: known.length, missing, reason: incomplete(missing, known.length)};
  if (known.length === 0) return {value: null, n: 0, missing: 0, reason: whenEmpty};
  // A word is no number: what is outside becomes NaN.
  const numbers = Float64Array.from(values, Number);
  return {value: meanOf(known), n: known.length, missing: 0, ...intervalOf(numbers)};
}

function trueMean(values: readonly number[]): number {
  return exactMean(sum(values), values.length);
}

function incomplete(missing: number, known: number): string {
  return `${missing} of ${missing + known} problems lack a verdict that this figure needs`;
}

/** For a figure whose values are 0 or 1. */
export const shareInterval: IntervalOf = (values) => {
  const known = values.filter((value) => !Number.isNaN(value));
  return wilsonInterval(sum(known), known.length);
};

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
