import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {leastPValue, permutationPValue} from '../../src/score/permutation-p-value.js';

it('goes through all orders of few models', () => {
  // scipy.stats.permutation_test((x, y), spearmanr statistic, permutation_type='pairings',
  // n_resamples=np.inf).pvalue -> 0.1333…
  expect(permutationPValue([10, 20, 30, 40, 50], [1, 3, 2, 5, 4], {seed: 1})).toEqual({
    value: 16 / 120,
    exact: true,
    permutations: 120,
  });
  // Tied: itertools.permutations and scipy.stats.spearmanr, |rho| at least as large: 4 of 24
  expect(permutationPValue([1, 2, 2, 3], [1, 2, 3, 4], {seed: 1})).toMatchObject({
    value: 4 / 24,
    exact: true,
  });
});

it('draws orders of many models, by seed, and never says 0', () => {
  const xs = Array.from({length: 12}, (_, at) => at);
  const p = permutationPValue(xs, xs, {seed: 1, permutations: 999});
  // Two of 12! orders are as far from 0, so none is drawn: (1 + 0) / (1 + 999)
  expect(p).toEqual({value: 0.001, exact: false, permutations: 999});
});

it('sampled, it comes close to what all orders give', () => {
  // All 9! orders through NumPy (itertools.permutations, centred ranks): 0.580941
  const p = permutationPValue([1, 2, 3, 4, 5, 6, 7, 8, 9], [5, 1, 9, 4, 3, 8, 2, 6, 7], {seed: 4});
  expect(p).toMatchObject({exact: false, permutations: 10_000});
  // 10,000 draws have a standard error of 0.005
  expect(Math.abs((p.value ?? 0) - 0.580941)).toBeLessThan(0.02);
});

it('is undefined where Spearman is', () => {
  expect(permutationPValue([1, 2], [1, 2], {seed: 1})).toEqual({
    value: null,
    reason: '2 models; a correlation needs at least 3',
  });
});

describe('the least p of the exact test', () => {
  it.each([3, 4, 5, 6])('is 2 / n! for %i models without ties', (n) => {
    const scores = Array.from({length: n}, (_, at) => at);
    const orders = scores.reduce((product, at) => product * (at + 1), 1);
    expect(leastPValue(scores, scores.toReversed())).toBeCloseTo(2 / orders, 15);
  });

  it('is higher where models are tied', () => {
    // One model is ahead of four equal ones: of the 120 orders of the other side 24 put its best
    // value there, 24 its worst.
    expect(leastPValue([1, 0, 0, 0, 0], [5, 1, 2, 3, 4])).toBeCloseTo(48 / 120, 15);
  });

  it('is not told where the test is sampled or undefined', () => {
    const nine = Array.from({length: 9}, (_, at) => at);
    expect(leastPValue(nine, nine)).toBeNull();
    expect(leastPValue([1, 2], [1, 2])).toBeNull();
    expect(leastPValue([1, 1, 1], [1, 2, 3])).toBeNull();
  });

  it('is a p that some order has, and no order has a lower one', () => {
    const scores = fc.array(fc.integer({min: 0, max: 3}), {minLength: 4, maxLength: 4});
    fc.assert(
      fc.property(scores, scores, (xs, ys) => {
        const least = leastPValue(xs, ys);
        fc.pre(least !== null);
        const found = allOrders(ys).map((order) => permutationPValue(xs, order, {seed: 1}).value);
        expect(Math.min(...found.map(Number))).toBe(least);
      }),
      {numRuns: 50},
    );
  });
});

function allOrders(values: readonly number[]): number[][] {
  if (values.length === 0) return [[]];
  return values.flatMap((value, at) =>
    allOrders(values.toSpliced(at, 1)).map((rest) => [value, ...rest]),
  );
}

it('goes through all orders of eight models, and of no more', () => {
  const eight = [1, 2, 3, 4, 5, 6, 7, 8];
  expect(permutationPValue(eight, eight, {seed: 1})).toEqual({
    value: 2 / 40_320,
    exact: true,
    permutations: 40_320,
  });
  expect(leastPValue(eight, eight)).toBe(2 / 40_320);
  expect(permutationPValue([...eight, 9], [...eight, 9], {seed: 1})).toMatchObject({exact: false});
});

it('is 1 where every order is as far, sampled as well: so many are drawn, and no more', () => {
  // Centred ranks of a hill have no product with those of a rise: Spearman is 0.
  const rise = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const hill = [1, 2, 3, 4, 5, 4, 3, 2, 1];
  expect(permutationPValue(rise, hill, {seed: 1, permutations: 20})).toEqual({
    value: 1,
    exact: false,
    permutations: 20,
  });
});
