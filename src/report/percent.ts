/** A share in [0, 1] as percent with one decimal, half away from zero; the noise of binary fractions does not decide a half. */
export function percent(share: number): string {
  const tenths = Number((Math.abs(share) * 1000).toPrecision(12));
  return (Math.sign(share) * (Math.round(tenths) / 10) || 0).toFixed(1);
}

/** A coefficient with three decimals. */
export function coefficient(value: number): string {
  return value.toFixed(3);
}
