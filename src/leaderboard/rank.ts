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
  const drawn = Array.from({length: options.resamples}, (_, r) => ranksOf(column(means, r)));
  const scores = values.map((each) => each.reduce((sum, value) => sum + value, 0));
  return ranksOf(scores).map((rank, at) => ({rank, ...bounds(column(drawn, at))}));
}

function column(rows: readonly ArrayLike<number>[], at: number): Float64Array {
  return Float64Array.from(rows, (row) => row[at] ?? Number.NaN);
}

/** One more than how many have a higher score. */
function ranksOf(scores: readonly number[] | Float64Array): number[] {
  const sorted = Float64Array.from(scores).sort().reverse();
  const first = new Map<number, number>();
  for (const [at, score] of sorted.entries()) if (!first.has(score)) first.set(score, at + 1);
  return Array.from(scores, (score) => first.get(score) ?? Number.NaN);
}

/** The 95% interval of what was drawn, which is sorted in place. */
function bounds(ranks: Float64Array): {low: number; high: number} {
  ranks.sort();
  const at = (share: number) => ranks[Math.floor(share * (ranks.length - 1))] ?? Number.NaN;
  return {low: at(0.025), high: at(0.975)};
}
