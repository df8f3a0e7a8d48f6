import {exactMean} from './exact-mean.js';
import type {ProblemValue} from './problem-value.js';
import type {TurnVerdict} from './problem-verdicts.js';

/**
 * The verdicts of a static run none of whose answers passes: what is the target's own fails, given
 * or missing, and what is the reference's stays. A place that lacks the reference's verdict too
 * goes on lacking it.
 */
export function withoutOwnPasses(verdicts: readonly TurnVerdict[]): TurnVerdict[] {
  const last = verdicts.length - 1;
  return verdicts.map((verdict, turn) => {
    if (verdict.origin !== 'answered' && verdict.origin !== 'missing') return verdict;
    const isUntold =
      verdict.origin === 'missing' && verdict.reference_status === null && turn < last;
    return {
      origin: 'answered',
      status: 'fail',
      reference_status: isUntold ? 'missing' : verdict.reference_status,
    };
  });
}

/** The floor of a figure from what each problem adds to it; null where that is not known of all. */
export function floorOf(values: readonly ProblemValue[]): number | null {
  const known = values.filter((value) => typeof value === 'number');
  if (known.length === 0 || known.length < values.length) return null;
  return exactMean(
    known.reduce((sum, value) => sum + value, 0),
    known.length,
  );
}

/**
 * How much of what the reference's credit leaves open was gained: 0 for a target that solves
 * nothing, 1 for one that solves all. Null where one of both is not known, or nothing is open.
 * @example gainOver(0.2, 0.6) // => 0.5
 */
export function gainOver(floor: number | null, value: number | null): number | null {
  if (floor === null || value === null || floor === 1) return null;
  return (value - floor) / (1 - floor);
}
