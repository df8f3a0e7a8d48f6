import {describe, expect, it} from 'vitest';
import {UsageError} from '../../src/errors.js';
import type {PairedModel, Side} from '../../src/score/paired-models.js';
import {expectedAgreement, problemsInCommon, sizesFor} from '../../src/score/power.js';
import {seededRandom} from '../../src/score/seeded-random.js';
import {chooseSubset} from '../../src/score/subset-choice.js';
import {subsetRanking} from '../../src/score/subset-ranking.js';

const bootstrap = {seed: 2, resamples: 2000};

function problems(values: readonly number[]): Side {
  return {kind: 'problems', byTask: new Map(values.map((value, at) => [`t/${at}`, value]))};
}

/**
 * Four problems; `best` solves all, `worst` none, `half` the first two. A subset with problems of
 * both halves ranks them right (Spearman 1); one of a single half ties `half` with a neighbour,
 * which gives sqrt(3)/2 (scipy.stats.spearmanr([1, 1, 0], [1, .5, 0])).
 */
const models: PairedModel[] = [
  {model: 'best', static: problems([1, 1, 1, 1]), live: problems([1, 1, 1, 1])},
  {model: 'half', static: problems([1, 1, 0, 0]), live: problems([1, 1, 0, 0])},
  {model: 'worst', static: problems([0, 0, 0, 0]), live: problems([0, 0, 0, 0])},
];
const tied = Math.sqrt(3) / 2;
const halves = new Map([
  ['t/0', 'first'],
  ['t/1', 'first'],
  ['t/2', 'second'],
  ['t/3', 'second'],
]);

it('the usual sizes are those that fit; few problems are halved three times', () => {
  expect(sizesFor(1140)).toEqual([50, 100, 200, 500]);
  expect(sizesFor(148)).toEqual([50, 100]);
  expect(sizesFor(100)).toEqual([50, 100]);
  expect(sizesFor(99)).toEqual([12, 25, 50, 99]);
  expect(sizesFor(40)).toEqual([5, 10, 20, 40]);
  expect(sizesFor(3)).toEqual([1, 2, 3]);
});

it('problems are in common as far as all runs know them, and where they rank the models', () => {
  expect(problemsInCommon(models)).toBe(4);
  expect(problemsInCommon(models.slice(1))).toBeNull();
  expect(subsetRanking([])).toEqual({
    reason: 'the runs have no problem in common whose verdicts are all there',
  });
});

describe('expectedAgreement', () => {
  it('is the mean over random subsets', () => {
    // Of the 6 pairs of problems, 4 are mixed
    const [one, two, three, all] = expectedAgreement(models, {...bootstrap, sizes: [1, 2, 3, 4]});
    expect(one).toMatchObject({size: 1, expected: expect.closeTo(tied, 12), undefined_draws: 0});
    expect(two?.expected).toBeCloseTo((4 + 2 * tied) / 6, 2);
    expect(two).toMatchObject({low: expect.closeTo(tied, 12), high: expect.closeTo(1, 12)});
    expect(three?.expected).toBeCloseTo(1, 12);
    expect(all?.expected).toBeCloseTo(1, 12);
  });

  it('gains from strata', () => {
    const [two] = expectedAgreement(models, {...bootstrap, sizes: [2], strata: halves});
    expect(two).toMatchObject({expected: expect.closeTo(1, 12), low: expect.closeTo(1, 12)});
  });

  it('needs no problems on the live side', () => {
    const published = models.map((model, at) => ({
      ...model,
      live: {kind: 'score' as const, value: 3 - at},
    }));
    expect(expectedAgreement(published, {...bootstrap, sizes: [4]})[0]?.expected).toBeCloseTo(
      1,
      12,
    );
  });

  it('leaves out subsets that rank nothing, and counts them', () => {
    const rare = models.map((model) => ({
      ...model,
      static: model.model === 'best' ? problems([1, 0, 0, 0]) : problems([0, 0, 0, 0]),
    }));
    const [one] = expectedAgreement(rare, {...bootstrap, sizes: [1]});
    // Three of the four problems are failed by all
    expect(one).toMatchObject({expected: expect.closeTo(tied, 12)});
    const undefinedDraws = one?.expected === null ? 0 : (one?.undefined_draws ?? 0);
    expect(Math.abs(undefinedDraws - 1500)).toBeLessThan(80);
  });

  it('cannot tell where no draw ranks the models', () => {
    // Of 5,000 problems only the first tells: a hundred draws of one miss it 98 times of 100.
    const first = (value: number) => problems([value, ...Array<number>(4_999).fill(0)]);
    const rare = models.map((model, at) => ({
      ...model,
      live: {kind: 'score' as const, value: at},
      static: first(Number(model.model === 'best')),
    }));
    expect(expectedAgreement(rare, {seed: 1, resamples: 100, sizes: [1]})).toEqual([
      {size: 1, expected: null, reason: 'on so few problems all models score alike'},
    ]);
  });

  it('refuses what cannot be judged, with the reason', () => {
    const sizes = [2];
    expect(expectedAgreement(models, {...bootstrap, sizes: [5]})).toEqual([
      {size: 5, expected: null, reason: 'there are only 4 problems'},
    ]);
    const one = models.map(({model}, at) => ({
      ...{model, static: problems([at]), live: problems([at])},
    }));
    expect(expectedAgreement(one, {...bootstrap, sizes})).toEqual([
      {size: 2, expected: null, reason: 'there is only 1 problem'},
    ]);
    expect(expectedAgreement(models.slice(1), {...bootstrap, sizes})[0]).toMatchObject({
      expected: null,
      reason: '2 models; a correlation needs at least 3',
    });
    const published = models.map((model) => ({
      ...model,
      static: {kind: 'score' as const, value: 0.5},
    }));
    expect(expectedAgreement(published, {...bootstrap, sizes})[0]).toMatchObject({
      expected: null,
      reason: expect.stringContaining('without its problems'),
    });
    for (const size of [0, 1.5])
      expect(() => expectedAgreement(models, {...bootstrap, sizes: [2, size]})).toThrow(
        new UsageError(`size: ${size} was given; expected a whole number of problems from 1`),
      );
    expect(() => expectedAgreement(models, {seed: 1, resamples: 0, sizes: [1]})).toThrow(
      UsageError,
    );
  });
});

describe('chooseSubset', () => {
  const scenarios = [{scenario: 'CF', models}];

  it('takes one problem of each stratum where that is enough', () => {
    const choice = chooseSubset(scenarios, {...bootstrap, wanted: 1, strata: halves});
    if (choice.size === null) throw new Error(choice.reason);
    expect(choice.size).toBe(2);
    expect(choice.tasks.map((task) => halves.get(task))).toEqual(['first', 'second']);
    expect(choice.expected.value).toBeCloseTo(1, 12);
    expect(choice.agreements).toEqual([{scenario: 'CF', spearman: expect.closeTo(1, 12)}]);
  });

  it('names them in order, whatever that of the strata, and tells what was asked', () => {
    const turned = new Map([...halves].map(([task, half]) => [task, half === 'first' ? 'z' : 'a']));
    const choice = chooseSubset(scenarios, {...bootstrap, wanted: 1, strata: turned});
    if (choice.size === null) throw new Error(choice.reason);
    expect(choice.tasks).toEqual(choice.tasks.toSorted());
    expect(choice).toMatchObject({wanted: 1, bootstrap});
  });

  it('needs three without strata, since two may come from one half', () => {
    expect(chooseSubset(scenarios, {...bootstrap, wanted: 1, strata: new Map()}).size).toBe(3);
  });

  it('needs one where a tie is good enough', () => {
    expect(chooseSubset(scenarios, {...bootstrap, wanted: 0.8, strata: halves}).size).toBe(1);
  });

  it('takes a draw that just reaches what was wanted, not the luckiest', () => {
    // Two of four without strata: expected 0.955; the draws are 0.866 or 1, so only a mixed pair
    // reaches 0.9
    const choice = chooseSubset(scenarios, {...bootstrap, wanted: 0.9, strata: new Map()});
    expect(choice).toMatchObject({size: 2, agreements: [{spearman: expect.closeTo(1, 12)}]});
  });

  it('takes, of many that reach it, one that does so barely', () => {
    const random = seededRandom(8);
    const answers = (skill: number) =>
      problems(Array.from({length: 80}, () => Number(random.below(100) < skill)));
    const many = Array.from({length: 12}, (_, at) => ({
      model: `m${at}`,
      static: answers(20 + 5 * at),
      live: {kind: 'score' as const, value: at},
    }));
    const choice = chooseSubset([{scenario: 'CF', models: many}], {
      ...bootstrap,
      resamples: 300,
      wanted: 0.85,
      strata: new Map(),
    });
    if (choice.size === null) throw new Error(choice.reason);
    expect(choice.expected.high).toBeGreaterThan(0.92);
    expect(choice.agreements[0]?.spearman).toBeGreaterThanOrEqual(0.85);
    expect(choice.agreements[0]?.spearman).toBeLessThan(0.87);
  });

  it('looks at the worst scenario', () => {
    const wrongWay = {
      scenario: 'CF_SEF',
      models: models.map((model) => ({
        ...model,
        live: problems([0, 0, 0, model.model.length % 5]),
      })),
    };
    expect(
      chooseSubset([...scenarios, wrongWay], {...bootstrap, wanted: 0.9, strata: halves}),
    ).toMatchObject({
      size: null,
      reason: expect.stringContaining('even all 4 problems'),
    });
  });

  it('refuses what cannot be judged, with the reason', () => {
    expect(chooseSubset([], {...bootstrap, wanted: 0.9, strata: halves})).toEqual({
      size: null,
      reason: 'no scenario was given',
    });
    expect(
      chooseSubset([{scenario: 'CF', models: models.slice(1)}], {
        ...bootstrap,
        wanted: 0.9,
        strata: halves,
      }),
    ).toEqual({
      size: null,
      reason: 'CF: 2 models; a correlation needs at least 3',
    });
    for (const wanted of [-1, 0, 1.1, Number.NaN])
      expect(() => chooseSubset(scenarios, {...bootstrap, wanted, strata: halves})).toThrow(
        new UsageError(`agreement: ${wanted} was given; expected more than 0, at most 1`),
      );
    expect(() =>
      chooseSubset(scenarios, {seed: 1, resamples: 0, wanted: 1, strata: halves}),
    ).toThrow(UsageError);
  });
});
