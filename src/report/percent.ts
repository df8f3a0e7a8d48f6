import {HarnessError} from '../errors.js';

/**
 * A share in [0, 1] as percent with one decimal, half away from zero; the noise of binary fractions
 * does not decide a half.
 * @throws {HarnessError} for NaN or infinity, which no figure is.
 */
export function percent(share: number): string {
  return rounded(share * 100, 1);
}

/** A coefficient in [-1, 1] with three decimals, rounded in the same way. The same errors. */
export function coefficient(value: number): string {
  return rounded(value, 3);
}

function rounded(value: number, decimals: number): string {
  if (!Number.isFinite(value)) throw new HarnessError(`a figure is ${value}`);
  const steps = Math.round(Number((Math.abs(value) * 10 ** decimals).toPrecision(12)));
  const text = (steps / 10 ** decimals).toFixed(decimals);
  return value < 0 && steps > 0 ? `-${text}` : text;
}
