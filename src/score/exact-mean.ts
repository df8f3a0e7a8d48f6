/** The least common multiple of 1..11: every 1/k of eleven turns is a whole number of 1/27720. */
const unit = 27_720;

/**
 * The mean of `n` problem values from their floating-point sum, to the last digit: values are 0, 1
 * or 1/k with k <= 11, so the true sum is a whole number of 1/27720, which rounding recovers.
 * Without it, two models with equal scores could differ by 1e-16, and a tie would be taken for an
 * order.
 * @example exactMean(1 / 3 + 1 / 3 + 1 / 3 + 1 / 10 + 1 / 5, 5) // => 0.26, correctly rounded
 */
export function exactMean(sum: number, n: number): number {
  return Math.round(sum * unit) / (unit * n);
}
