import {describe, expect, it} from 'vitest';
import {agreement} from '../../src/score/agreement.js';
import {
  allHaveProblems,
  commonTasks,
  type PairedModel,
  type Side,
  valuesOver,
} from '../../src/score/paired-models.js';
import {permutationPValue} from '../../src/score/permutation-p-value.js';
import {figureTitle, hasPublishedFigure, publishedFigure} from './published-figure.js';

const bootstrap = {seed: 11, resamples: 500};

function published(scores: [string, number, number][]): PairedModel[] {
  return scores.map(([model, staticScore, live]) => ({
    model,
    static: {kind: 'score', value: staticScore},
    live: {kind: 'score', value: live},
  }));
}

function problems(values: readonly (number | null)[]): Side {
  return {kind: 'problems', byTask: new Map(values.map((value, at) => [`t/${at}`, value]))};
}

/** `solved` of `n` problems, the first ones. */
function share(solved: number, n = 40): Side {
  return problems(Array.from({length: n}, (_, at) => Number(at < solved)));
}

describe.skipIf(!hasPublishedFigure)(figureTitle, () => {
  it('gives Spearman 0.95 as printed, from its 16 points', () => {
    const points = publishedFigure();
    const result = agreement(
      published(points.map((point) => [point.model, point.static, point.live])),
      bootstrap,
    );
    expect(result.n_models).toBe(16);
    expect(result.spearman.value).toBeCloseTo(0.95, 10);
    // scipy.stats.kendalltau and pearsonr on the same points
    expect(result.kendall_tau_b.value).toBeCloseTo(0.8166666666666667, 12);
    expect(result.pearson.value).toBeCloseTo(0.9694601165342515, 12);
    expect(result.resampled).toBe('models');
    expect(result.problems).toBeNull();
  });

  it('gives 0.9455 with the rounded, tied live values of Table 7', () => {
    const points = publishedFigure();
    const result = agreement(
      published(points.map((point) => [point.model, point.static, point.rounded])),
      bootstrap,
    );
    expect(result.spearman.value).toBeCloseTo(0.9455, 4);
  });
});

describe('published scores', () => {
  const models = published([
    ['a', 0.1, 0.1],
    ['b', 0.2, 0.3],
    ['c', 0.3, 0.2],
    ['d', 0.4, 0.5],
    ['e', 0.5, 0.4],
  ]);

  it('give the coefficients, their intervals over models and the p-value', () => {
    const result = agreement(models, bootstrap);
    // scipy.stats.spearmanr([10, 20, 30, 40, 50], [1, 3, 2, 5, 4]): the same ranks;
    // permutation_test: 16 of 120
    expect(result.spearman.value).toBeCloseTo(0.8, 12);
    expect(result.kendall_tau_b.value).toBeCloseTo(0.6, 12);
    expect(result.p_value).toMatchObject({value: 16 / 120, exact: true});
    if (result.spearman.value === null) throw new Error('undefined');
    expect(result.spearman.low).toBeLessThan(0.8);
    expect(result.spearman.high).toBeCloseTo(1, 12);
  });

  it('draw the orders of many models by the seed of the intervals', () => {
    const nine = published(
      [3, 1, 4, 2, 6, 5, 9, 7, 8].map((value, at) => [`m${at}`, at, value / 10]),
    );
    const scores = [nine.map((_, at) => at), [3, 1, 4, 2, 6, 5, 9, 7, 8]] as const;
    expect(agreement(nine, bootstrap).p_value).toEqual(permutationPValue(...scores, {seed: 11}));
  });

  it('give the pairs whose order differs, by name', () => {
    const {discordant_pairs} = agreement(models, bootstrap);
    expect(discordant_pairs.map(({ahead, behind}) => [ahead, behind])).toEqual(
      expect.arrayContaining([
        ['b', 'c'],
        ['d', 'e'],
      ]),
    );
    expect(discordant_pairs).toHaveLength(2);
  });

  it('are refused, with the reason, for fewer than three models and for a constant side', () => {
    const two = agreement(models.slice(0, 2), bootstrap);
    expect(two.spearman).toEqual({value: null, reason: '2 models; a correlation needs at least 3'});
    expect(two.p_value).toEqual({value: null, reason: '2 models; a correlation needs at least 3'});
    const reason = '0 models; a correlation needs at least 3';
    expect(agreement([], bootstrap)).toEqual({
      ...{n_models: 0, problems: null, resampled: 'models', bootstrap, models: []},
      ...{spearman: {value: null, reason}, kendall_tau_b: {value: null, reason}},
      ...{pearson: {value: null, reason}, p_value: {value: null, reason}, discordant_pairs: []},
    });
    const constant = agreement(
      models.map((model) => ({...model, live: {kind: 'score' as const, value: 0.5}})),
      bootstrap,
    );
    expect(constant.kendall_tau_b).toMatchObject({
      value: null,
      reason: expect.stringContaining('the same'),
    });
  });
});

describe('runs with their problems', () => {
  const models: PairedModel[] = [
    {model: 'weak', static: share(8), live: share(4)},
    {model: 'middling', static: share(20), live: share(22)},
    {model: 'strong', static: share(33), live: share(36)},
  ];

  it('have their problems resampled, the same ones on both sides', () => {
    const result = agreement(models, bootstrap);
    expect(result).toMatchObject({n_models: 3, problems: 40, resampled: 'problems'});
    expect(result.models).toEqual([
      {model: 'weak', static: 0.2, live: 0.1},
      {model: 'middling', static: 0.5, live: 0.55},
      {model: 'strong', static: 0.825, live: 0.9},
    ]);
    // Nested successes keep their order in every resample: at worst a tie between neighbours
    expect(result.spearman).toMatchObject({value: 1, high: 1, undefined_resamples: 0});
  });

  it('are compared over the problems that all of them know', () => {
    const gaps = Array.from({length: 40}, (_, at) => (at < 5 ? null : Number(at < 20)));
    const some: PairedModel[] = [
      {model: 'gappy', static: problems(gaps), live: share(16, 30)},
      ...models,
    ];
    const result = agreement(some, bootstrap);
    // tasks 5..29: neither missing for `gappy` nor beyond its live run
    expect(result.problems).toBe(25);
    expect(result.models[0]).toEqual({model: 'gappy', static: 15 / 25, live: 11 / 25});
    expect(result.models[1]).toEqual({model: 'weak', static: 3 / 25, live: 0});
  });

  it('have models resampled where a side was only published', () => {
    const mixed = models.map((model) => ({
      ...model,
      live: {kind: 'score' as const, value: model.model.length},
    }));
    expect(agreement(mixed, bootstrap)).toMatchObject({problems: 40, resampled: 'models'});
  });

  it('have no agreement, and say so, with no problem in common', () => {
    const elsewhere: Side = {kind: 'problems', byTask: new Map([['other', 1]])};
    const result = agreement(
      [...models, {model: 'x', static: elsewhere, live: elsewhere}],
      bootstrap,
    );
    expect(result.problems).toBe(0);
    expect(result.spearman).toMatchObject({
      value: null,
      reason: 'the runs have no problem in common whose verdicts are all there',
    });
    expect(result.p_value).toEqual(result.spearman);
    expect(result).toMatchObject({models: [], discordant_pairs: []});
    expect(JSON.stringify(result)).not.toContain('NaN');
  });

  it('give the same intervals for the same seed, which is recorded', () => {
    expect(agreement(models, bootstrap)).toEqual(agreement(models, bootstrap));
    expect(agreement(models, bootstrap).bootstrap).toEqual({seed: 11, resamples: 500});
  });
});

describe('resamples without a ranking', () => {
  const of = (values: readonly number[], lives = values): PairedModel[] =>
    published(values.map((value, at) => [`m${at}`, value, lives[at] ?? 0]));

  it('are counted, and left out of the interval', () => {
    // Of 27 equally likely draws of three models, 3 draw one model three times: 1 in 9 or so.
    const {spearman} = agreement(of([0.1, 0.2, 0.3]), bootstrap);
    if (spearman.value === null) throw new Error('undefined');
    expect(spearman.undefined_resamples).toBeGreaterThan(25);
    expect(spearman.undefined_resamples).toBeLessThan(100);
    expect([spearman.low, spearman.high]).toEqual([1, 1]);
  });

  it('hit each model as often as the others', () => {
    // Without the last model the ranking is perfect, with it alone against another it is reversed:
    // both ends must show up.
    const {spearman} = agreement(of([0.1, 0.2, 0.3, 0.4], [0.2, 0.3, 0.4, 0.1]), bootstrap);
    expect(spearman).toMatchObject({low: -1, high: 1});
  });
});

describe('a common problem', () => {
  const known = (tasks: readonly string[]): Side => ({
    kind: 'problems',
    byTask: new Map(tasks.map((task, at) => [task, at % 2])),
  });

  it('is known in every side; the tasks are sorted', () => {
    const sides = [known(['c', 'b', 'a', 'x']), known(['a', 'b', 'c'])];
    const [one, two] = sides;
    if (!one || !two) throw new Error('two sides');
    expect(commonTasks([{model: 'm', static: one, live: two}])).toEqual(['a', 'b', 'c']);
    expect(commonTasks([{model: 'm', static: two, live: one}])).toEqual(['a', 'b', 'c']);
  });

  it('can be resampled only where every model has problems on both sides', () => {
    const score: Side = {kind: 'score', value: 1};
    const both = {model: 'm', static: known(['a']), live: known(['a'])};
    expect(allHaveProblems([both, both])).toBe(true);
    expect(allHaveProblems([both, {...both, live: score}])).toBe(false);
    expect(allHaveProblems([both, {...both, static: score}])).toBe(false);
  });

  it('has the published score everywhere where only that is known', () => {
    expect([...valuesOver({kind: 'score', value: 0.3}, ['a', 'b'])]).toEqual([0.3, 0.3]);
  });
});
