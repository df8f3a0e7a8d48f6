import {expect, it} from 'vitest';
import {permutationPValue} from '../../src/score/permutation-p-value.js';

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
