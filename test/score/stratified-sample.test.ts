import fc from 'fast-check';
import {expect, it} from 'vitest';
import {seededRandom} from '../../src/score/seeded-random.js';
import {
  allocate,
  groupByStratum,
  referenceStrata,
  stratifiedSample,
} from '../../src/score/stratified-sample.js';
import {staticRows} from './rows.js';

it('the largest remainders get what is left over', () => {
  // Quotas 5.5, 3.3, 2.2
  expect(allocate([50, 30, 20], 11)).toEqual([6, 3, 2]);
  // Quotas 0.5, 0.5: equal remainders go by place
  expect(allocate([1, 1], 1)).toEqual([1, 0]);
  expect(allocate([3, 2], 9)).toEqual([3, 2]);
});

it('shares add up, stay within one of the quota, and no group gives more than it has', () => {
  const lengths = fc.array(fc.integer({min: 1, max: 60}), {minLength: 1, maxLength: 11});
  fc.assert(
    fc.property(lengths, fc.integer({min: 0, max: 300}), (some, size) => {
      const total = some.reduce((sum, length) => sum + length, 0);
      const wanted = Math.min(size, total);
      const shares = allocate(some, size);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(wanted);
      for (const [at, share] of shares.entries()) {
        const length = some[at] ?? 0;
        expect(Math.abs(share - (length * wanted) / total)).toBeLessThan(1);
        expect(share).toBeLessThanOrEqual(length);
      }
    }),
  );
});

it('a sample holds no problem twice, and each stratum’s share', () => {
  const tasks = Array.from({length: 30}, (_, at) => `t/${at}`);
  const strata = new Map(tasks.map((task, at) => [task, at < 20 ? 'early' : 'never']));
  const sample = stratifiedSample(groupByStratum(tasks, strata), 9, seededRandom(3));
  expect(new Set(sample).size).toBe(9);
  expect(sample.filter((position) => position < 20)).toHaveLength(6);
});

it('the stratum is the reference’s first passing turn in any scenario', () => {
  const rows = [
    ...staticRows({task: 'a', own: 'P', reference: 'FFP'}),
    ...staticRows({task: 'a', own: 'P', reference: 'FP', scenario: 'CF_SEF'}).slice(1),
    ...staticRows({task: 'b', own: 'P', reference: 'F'}),
    ...staticRows({task: 'c', own: 'F', reference: 'P'}),
  ];
  expect([...referenceStrata(rows)].sort()).toEqual([
    ['a', '1'],
    ['b', 'never'],
    ['c', '0'],
  ]);
});

it('groups stand in the order of their strata, the ones without a stratum among them', () => {
  const strata = new Map([
    ['a', 'never'],
    ['b', '2'],
    ['c', '0'],
    ['d', '2'],
  ]);
  expect(groupByStratum(['a', 'b', 'c', 'd', 'x', 'y'], strata)).toEqual([
    [2],
    [1, 3],
    [0],
    [4, 5],
  ]);
  const further = new Map([...strata, ['z', 'zuletzt']]);
  expect(groupByStratum(['z', 'x', 'a'], further)).toEqual([[2], [1], [0]]);
});

it('a first answer alone gives no problem a stratum', () => {
  const [first] = staticRows({task: 'a', own: 'P', reference: 'P'});
  expect(referenceStrata(first ? [first] : [])).toEqual(new Map());
});

it('equal remainders go by place, however many there are', () => {
  expect(allocate([1, 1, 1, 1, 1], 3)).toEqual([1, 1, 1, 0, 0]);
  expect(allocate([2, 1, 1, 2], 3)).toEqual([1, 1, 0, 1]);
});
