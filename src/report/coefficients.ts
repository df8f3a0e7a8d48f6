import type {Coefficient} from '../score/agreement.js';
import {coefficient, withInterval} from './percent.js';

/** A coefficient with its interval, or a dash and why there is none. */
export function coefficientCell(measure: Coefficient): string {
  return measure.value === null ? `– (${measure.reason})` : withInterval(coefficient, measure);
}

/** Three decimals, and never 0: a permutation test cannot say that. */
export function pValue(value: number): string {
  return value < 0.001 ? '< 0.001' : coefficient(value);
}
