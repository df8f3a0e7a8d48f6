import {mean} from 'simple-statistics';
import {averageRanks} from './average-ranks.js';
import {drawWithoutReplacement, seededRandom} from './seeded-random.js';
import {spearman} from './spearman.js';

/** `permutations`: how many were looked at (all n! when `exact`, else drawn with the seed). */
export type PValue =
  | {value: number; exact: boolean; permutations: number}
  | {value: null; reason: string};

/** 8! = 40,320 orders are quickly gone through; 9 models and more are sampled. */
export const mostModelsForExact = 8;

export const defaultPermutations = 10_000;

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
  const asFar = atLeastAsFar(left, right);
  if (xs.length <= mostModelsForExact) {
    const hits = countOrders(right, asFar);
    const orders = factorial(xs.length);
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

function centredRanks(values: readonly number[]): number[] {
  const ranks = averageRanks(values);
  const middle = mean(ranks);
  return ranks.map((rank) => rank - middle);
}

/**
 * Both rank variances are the same in every order, so Spearman's distance from 0 is that of the
 * product sum. Centred ranks are multiples of 1/2, so the sums are exact and equal ones compare as
 * equal.
 */
function atLeastAsFar(
  left: readonly number[],
  right: readonly number[],
): (order: readonly number[]) => boolean {
  const productSum = (order: readonly number[]) =>
    left.reduce((sum, rank, index) => sum + rank * (order[index] ?? Number.NaN), 0);
  const observed = Math.abs(productSum(right));
  return (order) => Math.abs(productSum(order)) >= observed;
}

function countOrders(
  values: readonly number[],
  isHit: (order: readonly number[]) => boolean,
): number {
  const order = [...values];
  const count = (placed: number): number => {
    if (placed === order.length) return Number(isHit(order));
    let hits = 0;
    for (let from = placed; from < order.length; from++) {
      swap(order, placed, from);
      hits += count(placed + 1);
      swap(order, placed, from);
    }
    return hits;
  };
  return count(0);
}

function swap(order: number[], a: number, b: number): void {
  const kept = order[a] ?? Number.NaN;
  order[a] = order[b] ?? Number.NaN;
  order[b] = kept;
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
