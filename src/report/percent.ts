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

/**
 * A value with its interval behind it, alone where there is none.
 * @example withInterval(percent, {value: 0.5, low: 0.25, high: 0.75}) // => '50.0 [25.0, 75.0]'
 */
export function withInterval(
  format: (value: number) => string,
  {value, low, high}: {value: number; low: number | null; high: number | null},
): string {
  if (low === null || high === null) return format(value);
  return `${format(value)} [${format(low)}, ${format(high)}]`;
}

function rounded(value: number, decimals: number): string {
  if (!Number.isFinite(value)) throw new HarnessError(`a figure is ${value}`);
  const steps = Math.round(Number((Math.abs(value) * 10 ** decimals).toPrecision(12)));
  const text = (steps / 10 ** decimals).toFixed(decimals);
  return value < 0 && steps > 0 ? `-${text}` : text;
}
