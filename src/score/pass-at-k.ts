/** How many samples of a problem were judged, and how many of them passed. */
export type SampleCounts = {judged: number; passed: number};

/** The k that BigCodeBench’s evaluator reports. */
export const reportedKs: readonly number[] = [1, 5, 10, 25, 100];

/**
 * The unbiased estimate of pass@k, the chance that one of k samples drawn from a problem’s passes
 * (Chen et al., 2021, arXiv 2107.03374): `1 - C(n - c, k) / C(n, k)`, the mean over problems. In
 * [0, 1]; each problem needs at least k judged samples.
 * @example
 * passAtK([{judged: 2, passed: 1}], 1) // => 0.5
 */
export function passAtK(problems: readonly SampleCounts[], k: number): number {
  const sum = problems.reduce((total, counts) => total + estimate(counts, k), 0);
  return sum / problems.length;
}

/** `C(n - c, k) / C(n, k)` as a product, so that nothing grows large. */
function estimate({judged, passed}: SampleCounts, k: number): number {
  let noneOfThem = 1;
  for (let drawn = 0; drawn < k; drawn += 1)
    noneOfThem *= Math.max(0, judged - passed - drawn) / (judged - drawn);
  return 1 - noneOfThem;
}
