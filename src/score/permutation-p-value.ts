import {mean} from 'simple-statistics';
import {averageRanks} from './average-ranks.js';
import {drawWithoutReplacement, seededRandom} from './seeded-random.js';
import {spearman} from './spearman.js';

/** `permutations`: how many were looked at (all n! when `exact`, else drawn with the seed). */
export type PValue =
  | {value: number; exact: boolean; permutations: number}
  | {value: null; reason: string};

/** 8! = 40,320 orders are quickly gone through; 9 models and more are sampled. */
const mostModelsForExact = 8;

const defaultPermutations = 10_000;

/**
 * Two-sided permutation test of no rank association: the share of the orders of `ys` against `xs`
 * whose Spearman is at least as far from 0 as the one seen. Sampled: (1 + hits) / (1 +
 * permutations), so it is never 0 (Phipson and Smyth, 2010). Undefined where Spearman is.
 */
export function permutationPValue(
  xs: readonly number[],
  ys: readonly number[],
  {seed, permutations = defaultPermutations}: {seed: number; permutations?: number},
): PValue {
  const observed = spearman(xs, ys);
  if (observed.value === null) return observed;
  const [left, right] = [centredRanks(xs), centredRanks(ys)];
  const seen = distance(left, right);
  const asFar = (order: readonly number[]) => distance(left, order) >= seen;
  if (xs.length <= mostModelsForExact) {
    let [hits, orders] = [0, 0];
    forEachOrder(right, (order) => {
      orders++;
      if (asFar(order)) hits++;
    });
    return {value: hits / orders, exact: true, permutations: orders};
  }
  const random = seededRandom(seed);
  let hits = 0;
  for (let drawn = 0; drawn < permutations; drawn++) {
    const order = drawWithoutReplacement(right.length, right.length, random);
    if (asFar(Array.from(order, (index) => right[index] ?? Number.NaN))) hits++;
  }
  return {value: (1 + hits) / (1 + permutations), exact: false, permutations};
}

/**
 * The least p that the exact test can give for models with these scores, in whatever order: 2 / n!
 * where no two models score alike on a side, more where they do. Null where the test is not exact,
 * or undefined.
 * @example leastPValue([1, 2, 3, 4], [2, 1, 4, 3]) // => 2 / 24
 */
export function leastPValue(xs: readonly number[], ys: readonly number[]): number | null {
  if (xs.length > mostModelsForExact || spearman(xs, ys).value === null) return null;
  const [left, right] = [centredRanks(xs), centredRanks(ys)];
  let [farthest, hits, orders] = [0, 0, 0];
  forEachOrder(right, (order) => {
    orders++;
    const far = distance(left, order);
    if (far > farthest) [farthest, hits] = [far, 0];
    if (far === farthest) hits++;
  });
  return hits / orders;
}

function centredRanks(values: readonly number[]): number[] {
  const ranks = averageRanks(values);
  const middle = mean(ranks);
  return ranks.map((rank) => rank - middle);
}

/**
 * How far Spearman is from 0, up to a factor: both rank variances are the same in every order, so
 * the product sum tells. Centred ranks are multiples of 1/2, so the sums are exact and equal ones
 * compare as equal.
 */
function distance(left: readonly number[], order: readonly number[]): number {
  return Math.abs(left.reduce((sum, rank, index) => sum + rank * (order[index] ?? Number.NaN), 0));
}

/**
 * Visits all orders of `values`, one array for all of them; equal values count as different ones.
 */
function forEachOrder(values: readonly number[], visit: (order: readonly number[]) => void): void {
  const order = [...values];
  const place = (placed: number): void => {
    if (placed === order.length) visit(order);
    for (let from = placed; from < order.length; from++) {
      swap(order, placed, from);
      place(placed + 1);
      swap(order, placed, from);
    }
  };
  place(0);
}

function swap(order: number[], a: number, b: number): void {
  const kept = order[a] ?? Number.NaN;
  order[a] = order[b] ?? Number.NaN;
  order[b] = kept;
}
