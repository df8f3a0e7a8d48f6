/**
 * McNemar's exact test, two-sided: how probable a split as uneven as this one, or more, is between
 * `one` and `other` if each discordant pair fell to either side with even chance. 1 where there is
 * no such pair.
 * @param one pairs in which the first alone succeeded; `other`: the second alone.
 * @example mcnemarExact(1, 5) // => 0.21875, binom.test(1, 6)$p.value in R
 */
export function mcnemarExact(one: number, other: number): number {
  const n = one + other;
  const least = Math.min(one, other);
  let log = -n * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= least; k++) {
    tail += Math.exp(log);
    log += Math.log((n - k) / (k + 1));
  }
  return Math.min(1, 2 * tail);
}
