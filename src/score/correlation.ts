import {counted} from '../options/counted.js';

/**
 * A coefficient in [-1, 1], or why there is none: JSON has no NaN, and an undefined agreement is
 * not a low one.
 */
export type Correlation = {value: number} | {value: null; reason: string};

export const fewestModels = 3;

/**
 * The one door of all coefficients: `coefficient` is asked only about two equally long, finite,
 * varying lists of at least three values. (Libraries differ here: simple-statistics ranks a NaN
 * silently and gives NaN for a constant.) Float noise beyond [-1, 1] is cut off.
 */
export function correlation(
  xs: readonly number[],
  ys: readonly number[],
  coefficient: (xs: number[], ys: number[]) => number,
): Correlation {
  const reason = whyUndefined(xs, ys);
  if (reason !== null) return {value: null, reason};
  return {value: Math.min(1, Math.max(-1, coefficient([...xs], [...ys])))};
}

function whyUndefined(xs: readonly number[], ys: readonly number[]): string | null {
  if (xs.length !== ys.length)
    return `${xs.length} scores on one side and ${ys.length} on the other`;
  if (xs.length < fewestModels)
    return `${counted(xs.length, 'model')}; a correlation needs at least ${fewestModels}`;
  if (![...xs, ...ys].every(Number.isFinite)) return 'a score is not a number';
  if (isConstant(xs) || isConstant(ys))
    return 'all models score the same on one side, so there is no ranking';
  return null;
}

function isConstant(values: readonly number[]): boolean {
  return values.every((value) => value === values[0]);
}
