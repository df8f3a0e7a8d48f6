import {expect, it} from 'vitest';
import {HarnessError, UsageError} from '../../src/errors.js';
import {checkResamples} from '../../src/score/bootstrap.js';
import {matchModels} from '../../src/score/model-names.js';
import type {PairedModel} from '../../src/score/paired-models.js';
import {expectedAgreement} from '../../src/score/power.js';
import {studentTQuantile} from '../../src/score/student-t.js';
import {chooseSubset} from '../../src/score/subset-choice.js';
import {subsetRanking} from '../../src/score/subset-ranking.js';

const models: PairedModel[] = [0.1, 0.2, 0.3].map((value, at) => ({
  model: `m${at}`,
  static: {kind: 'problems', byTask: new Map([['a', value]])},
  live: {kind: 'score', value},
}));
const options = {seed: 1, resamples: 100};

it.each([
  [
    'too few resamples',
    () => checkResamples(99),
    'resamples: 99 was given; expected a whole number of at least 100',
  ],
  [
    'no size',
    () => expectedAgreement(models, {...options, sizes: [1, 0]}),
    'size: 0 was given; expected a whole number of problems from 1',
  ],
  ...[0, -1, 1.01, Number.NaN].map(
    (wanted) =>
      [
        `an agreement of ${wanted}`,
        () => chooseSubset([], {...options, wanted, strata: new Map()}),
        `agreement: ${wanted} was given; expected more than 0, at most 1`,
      ] as const,
  ),
  [
    'one static model twice',
    () => matchModels({static: ['a', 'org/A'], live: [], aliases: []}),
    'static runs: "a" and "org/A" are one model; give one run of each model',
  ],
  [
    'one live model twice',
    () => matchModels({static: [], live: ['a', 'A'], aliases: []}),
    'live runs: "a" and "A" are one model; give one run of each model',
  ],
] as const)('%s is refused by name', (_, call, words) => {
  expect(call).toThrow(UsageError);
  expect(call).toThrow(words);
});

it('a quantile that there is not is a fault of ours, which is told with its numbers', () => {
  expect(() => studentTQuantile(1, 3)).toThrow(HarnessError);
  expect(() => studentTQuantile(1, 3)).toThrow('Student t quantile asked for p = 1, degrees = 3');
});

it('models match whether or not anything is left over', () => {
  expect(matchModels({static: ['x', 'org/a'], live: ['A', 'y'], aliases: []})).toEqual({
    matched: [{model: 'A', static: 'org/a', live: 'A'}],
    unmatchedStatic: ['x'],
    unmatchedLive: ['y'],
    unusedAliases: [],
  });
});

it('subsets of a score without its problems cannot be had, not even of one model’s', () => {
  const [first, ...others] = models;
  if (!first) throw new Error('a model');
  const published: PairedModel = {...first, static: {kind: 'score', value: 1}};
  expect(subsetRanking([published, ...others])).toEqual({
    reason: 'a static score without its problems cannot be had for fewer of them',
  });
});

it('subsets of nothing in common cannot be had', () => {
  expect(subsetRanking(models, [])).toEqual({
    reason: 'the runs have no problem in common whose verdicts are all there',
  });
});
