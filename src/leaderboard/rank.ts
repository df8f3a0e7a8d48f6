import {type BootstrapOptions, resample, resampledMeans} from '../score/bootstrap.js';

/**
 * A place in a ranking. Equal scores share a `rank`. `low` and `high`: the 95% interval of the rank
 * when the same problems are drawn again for all.
 */
export type Ranked = {rank: number; low: number; high: number};

/**
 * Ranks models by their means over common problems; better is more.
 * @param values per model, over the same problems in the same order, in [0, 1].
 * @example rankAll([[1, 1], [0, 1]], {seed: 1, resamples: 1000})[0]?.rank // => 1
 */
export function rankAll(
  values: readonly (readonly number[])[],
  options: BootstrapOptions,
): Ranked[] {
  const n = values[0]?.length ?? 0;
  if (n === 0) return [];
  const resampling = resample(n, options);
  const means = values.map((each) => resampledMeans(Float64Array.from(each), resampling));
  const ranks = values.map(() => new Float64Array(options.resamples));
  for (let r = 0; r < options.resamples; r += 1) {
    const drawn = ranksOf(means.map((each) => each[r] ?? 0));
    for (const [at, rank] of drawn.entries()) {
      const own = ranks[at];
      if (own) own[r] = rank;
    }
  }
  const scores = values.map((each) => each.reduce((sum, value) => sum + value, 0));
  return ranksOf(scores).map((rank, at) => ({rank, ...bounds(ranks[at] ?? [])}));
}

/** One more than how many have a higher score. */
function ranksOf(scores: readonly number[]): number[] {
  const sorted = [...scores].sort((a, b) => b - a);
  const first = new Map<number, number>();
  for (const [at, score] of sorted.entries()) if (!first.has(score)) first.set(score, at + 1);
  return scores.map((score) => first.get(score) ?? 0);
}

function bounds(ranks: ArrayLike<number>): {low: number; high: number} {
  const sorted = Array.from(ranks).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return {low: at(0.025), high: at(0.975)};
}
