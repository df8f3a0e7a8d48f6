import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {averageRanks} from '../../src/score/average-ranks.js';
import {kendallTauB} from '../../src/score/kendall-tau-b.js';
import {pearson} from '../../src/score/pearson.js';
import {spearman} from '../../src/score/spearman.js';

const measures = {spearman, kendallTauB, pearson};

describe('against SciPy 1.17.1', () => {
  // scipy.stats.spearmanr(x, y).statistic, scipy.stats.kendalltau(x, y, variant='b').statistic,
  // scipy.stats.pearsonr(x, y).statistic
  const cases = [
    {
      x: [1, 2, 2, 3],
      y: [1, 2, 3, 4],
      rho: 0.9486832980505139,
      tau: 0.912870929175277,
      r: 0.9486832980505138,
    },
    {x: [1, 1, 2], y: [1, 2, 1], rho: -0.5, tau: -0.5, r: -0.5},
    {
      x: [3, 1, 4, 1, 5, 9, 2, 6],
      y: [2, 7, 1, 8, 2, 8, 1, 8],
      rho: 0.19885368120992467,
      tau: 0.16051447078102563,
      r: 0.2096553190730121,
    },
    {x: [10, 20, 30, 40, 50], y: [1, 3, 2, 5, 4], rho: 0.8, tau: 0.6, r: 0.8},
  ];
  it.each(cases)('$x and $y', ({x, y, rho, tau, r}) => {
    expect(spearman(x, y).value).toBeCloseTo(rho, 12);
    expect(kendallTauB(x, y).value).toBeCloseTo(tau, 12);
    expect(pearson(x, y).value).toBeCloseTo(r, 12);
  });
});

describe.each(Object.entries(measures))('%s', (_, measure) => {
  const distinct = fc.uniqueArray(fc.integer({min: -50, max: 50}), {minLength: 3, maxLength: 12});

  it('is undefined, with the reason, for two models, a constant side, NaN or unequal lengths', () => {
    expect(measure([1, 2], [1, 2])).toEqual({
      value: null,
      reason: '2 models; a correlation needs at least 3',
    });
    expect(measure([1, 1, 1], [1, 2, 3])).toMatchObject({
      value: null,
      reason: expect.stringContaining('the same'),
    });
    expect(measure([1, 2, 3], [4, 4, 4])).toMatchObject({
      value: null,
      reason: expect.stringContaining('the same'),
    });
    expect(measure([1, Number.NaN, 3], [1, 2, 3])).toEqual({
      value: null,
      reason: 'a score is not a number',
    });
    expect(measure([1, 2, Number.POSITIVE_INFINITY], [1, 2, 3])).toEqual({
      value: null,
      reason: 'a score is not a number',
    });
    expect(measure([1, 2, 3], [1, 2])).toMatchObject({
      value: null,
      reason: expect.stringContaining('3 scores'),
    });
  });

  it('is 1 with itself, -1 with its mirror image, and the same both ways round', () => {
    fc.assert(
      fc.property(distinct, (xs) => {
        expect(measure(xs, xs).value).toBeCloseTo(1, 12);
        expect(
          measure(
            xs,
            xs.map((x) => -x),
          ).value,
        ).toBeCloseTo(-1, 12);
        const ys = xs.map((x) => (x * 7) % 13);
        expect(measure(xs, ys).value ?? 2).toBeCloseTo(measure(ys, xs).value ?? 2, 12);
      }),
    );
  });

  it('does not depend on the order of the models, ties included', () => {
    const pairs = fc.array(fc.tuple(fc.integer({min: 0, max: 4}), fc.integer({min: 0, max: 4})), {
      minLength: 3,
      maxLength: 9,
    });
    fc.assert(
      fc.property(
        pairs.chain((some) =>
          fc.tuple(fc.constant(some), fc.shuffledSubarray(some, {minLength: some.length})),
        ),
        ([some, shuffled]) => {
          const of = (list: [number, number][]) =>
            measure(
              list.map(([x]) => x),
              list.map(([, y]) => y),
            ).value;
          expect(of(shuffled) ?? 2).toBeCloseTo(of(some) ?? 2, 12);
        },
      ),
    );
  });
});

it('equal values share the average of the ranks that they span, from 0 on', () => {
  expect(averageRanks([20, 10, 20])).toEqual([1.5, 0, 1.5]);
});

it('Spearman is Pearson of the average ranks, ties included', () => {
  const values = fc.array(fc.integer({min: 0, max: 5}), {minLength: 8, maxLength: 8});
  fc.assert(
    fc.property(values, values, (xs, ys) => {
      expect(spearman(xs, ys).value ?? 2).toBeCloseTo(
        pearson(averageRanks(xs), averageRanks(ys)).value ?? 2,
        12,
      );
    }),
  );
});
