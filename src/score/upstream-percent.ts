/**
 * A rate as upstream prints it: percent with one decimal, halves to even. Upstream rounds with
 * Python's `round`, but on a NumPy float (`print_results.py`: `round(np.mean(…) * 100, 1)`), which
 * scales by 10, rounds to the nearest whole number and scales back; so 0.3515 prints as 35.2, where
 * `round` on a plain float would give 35.1.
 * @example upstreamPercent(0.1225) // => 12.2
 */
export function upstreamPercent(rate: number): number {
  return halfToEven(rate * 100 * 10) / 10;
}

function halfToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
