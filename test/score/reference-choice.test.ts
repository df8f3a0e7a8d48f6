import {describe, expect, it} from 'vitest';
import {questionsAsked} from '../../src/score/questions.js';
import {chooseReference, type ReferenceCandidate} from '../../src/score/reference-choice.js';

const bootstrap = {seed: 5, resamples: 400};
const live = [0.1, 0.2, 0.3, 0.4, 0.5];

/** A candidate on which models m0..m4 get these static scores, scenario by scenario. */
function candidate(
  reference: string,
  statics: Record<string, readonly number[]>,
): ReferenceCandidate {
  return {
    reference,
    scenarios: Object.entries(statics).map(([scenario, scores]) => ({
      scenario,
      models: scores.map((score, at) => ({
        model: `org/m${at}`,
        static: score,
        live: live[at] ?? 0,
      })),
    })),
    strength: {value: 0.2, n: 10, missing: 0, low: 0, high: 0.4},
    solved: [],
    questions: questionsAsked([]),
  };
}

const same = [1, 2, 3, 4, 5];
const swapped = [1, 3, 2, 5, 4]; // Spearman 0.8 (scipy.stats.spearmanr)
const reversed = [5, 4, 3, 2, 1];

describe('chooseReference', () => {
  it('gives worst, median and best scenario, the best median first', () => {
    const choice = chooseReference(
      [
        candidate('poor', {CF: reversed, CF_SEF: swapped, CF_SNF: swapped}),
        candidate('good', {CF: same, CF_SEF: same, CF_SNF: swapped}),
      ],
      bootstrap,
    );
    expect(choice.candidates).toMatchObject([
      {
        reference: 'good',
        worst: {scenario: 'CF_SNF', spearman: expect.closeTo(0.8, 12)},
        median: {value: expect.closeTo(1, 12)},
        best: {scenario: 'CF', spearman: expect.closeTo(1, 12)},
      },
      {
        reference: 'poor',
        worst: {scenario: 'CF', spearman: expect.closeTo(-1, 12)},
        median: {value: expect.closeTo(0.8, 12)},
      },
    ]);
  });

  it('is decided where one reference is best in nearly every resample', () => {
    const choice = chooseReference(
      [candidate('bad', {CF: reversed}), candidate('good', {CF: same})],
      bootstrap,
    );
    expect(choice).toMatchObject({verdict: {reference: 'good', best_share: 1, decided: true}});
  });

  it('is not decided between two that rank alike', () => {
    const choice = chooseReference(
      [candidate('one', {CF: swapped}), candidate('two', {CF: swapped})],
      bootstrap,
    );
    expect(choice).toMatchObject({verdict: {best_share: 0.5, decided: false}});
  });

  it('leaves out resamples that rank nothing, for every candidate', () => {
    // Over three models, of which a resample draws one model only in 3 of 27 cases on average: it
    // ranks nothing then, and is left out for both candidates.
    const choice = chooseReference(
      [candidate('good', {CF: [1, 2, 3]}), candidate('poor', {CF: [3, 2, 1]})],
      bootstrap,
    );
    if (choice.candidates === null) throw new Error(choice.reason);
    expect(choice.undefined_resamples).toBeGreaterThan(20);
    expect(choice.undefined_resamples).toBeLessThan(80);
    expect(choice.verdict).toEqual({reference: 'good', best_share: 1, decided: true});
    expect(choice.candidates.map(({best_share}) => best_share)).toEqual([1, 0]);
    expect(choice.candidates[0]?.median).toEqual({
      value: expect.closeTo(1, 12),
      low: expect.closeTo(1, 12),
      high: expect.closeTo(1, 12),
    });
  });

  it('has neither interval nor choice where no resample ranks the models in every scenario', () => {
    // In scenario i only model i differs: all of them have to be drawn, 10! / 10^10 of the time.
    const ten = Array.from({length: 10}, (_, at) => at);
    const statics = Object.fromEntries(
      ten.map((odd) => [`S${odd}`, ten.map((at) => Number(at === odd))]),
    );
    const scored = candidate('a', statics);
    const rising = scored.scenarios.map(({scenario, models}) => ({
      ...{scenario, models: models.map((model, at) => ({...model, live: at}))},
    }));
    const a = {...scored, scenarios: rising};
    const choice = chooseReference([a, {...a, reference: 'b'}], {seed: 5, resamples: 100});
    if (choice.candidates === null) throw new Error(choice.reason);
    expect(choice.undefined_resamples).toBe(100);
    expect(choice.verdict).toEqual({reference: 'a', best_share: 0, decided: false});
    for (const {median} of choice.candidates) expect(median).toMatchObject({low: null, high: null});
  });

  it('names the first of equal scenarios as the worst, and as the best', () => {
    const swappedTwice = candidate('a', {CF: swapped, CF_SNF: swapped, CF_SEF: same, CF_X: same});
    const choice = chooseReference([swappedTwice, {...swappedTwice, reference: 'b'}], bootstrap);
    expect(choice.candidates?.[0]).toMatchObject({
      ...{worst: {scenario: 'CF'}, best: {scenario: 'CF_SEF'}},
    });
  });

  it('leaves one candidate undecided that is better in too few of the resamples', () => {
    // Models 3 and 4 change places on one of the logs: a resample with both tells, another not.
    const choice = chooseReference(
      [candidate('good', {CF: same}), candidate('near', {CF: [1, 2, 3, 5, 4]})],
      bootstrap,
    );
    if (choice.candidates === null) throw new Error(choice.reason);
    const {best_share, decided} = choice.verdict;
    // Drawn with both models 1 - 2 x 0.8^5 + 0.6^5 = 0.422 of the time, else a tie: 0.711.
    expect(best_share).toBeGreaterThan(0.64);
    expect(best_share).toBeLessThan(0.78);
    expect(decided).toBe(false);
    const shares = choice.candidates.map((each) => each.best_share);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it('puts the one first that is best more often where medians are alike, in either order', () => {
    // Both have Spearman 0.8 and 0.9 in their scenarios, on other models.
    const one = candidate('one', {CF: [1, 3, 2, 5, 4], CF_SEF: [1, 2, 3, 5, 4]});
    const two = candidate('two', {CF: [2, 1, 3, 5, 4], CF_SEF: [2, 1, 3, 4, 5]});
    const shares = [[one, two] as const, [two, one] as const].map((given) => {
      const choice = chooseReference(given, bootstrap);
      if (choice.candidates === null) throw new Error(choice.reason);
      expect(choice.bootstrap).toEqual(bootstrap);
      return choice.candidates.map(({median, best_share}) => [median.value.toFixed(9), best_share]);
    });
    const [[first, second] = []] = shares;
    expect(first?.[0]).toBe(second?.[0]);
    expect(Number(first?.[1])).toBeGreaterThan(Number(second?.[1]));
    expect(shares[1]).toEqual(shares[0]);
  });

  it('compares only what all candidates have', () => {
    const few = candidate('few', {CF: same.slice(0, 4), CF_SNF: same});
    const choice = chooseReference(
      [candidate('all', {CF: same, CF_SEF: same, CF_SNF: same}), few],
      bootstrap,
    );
    expect(choice).toMatchObject({
      scenarios: ['CF', 'CF_SNF'],
      models: ['org/m0', 'org/m1', 'org/m2', 'org/m3'],
    });
  });

  it.each([
    ['one candidate', [candidate('a', {CF: same})], '1 candidate reference'],
    [
      'no scenario in common',
      [candidate('a', {CF: same}), candidate('b', {CF_SEF: same})],
      'no scenario in common',
    ],
    [
      'two models',
      [candidate('a', {CF: same}), candidate('b', {CF: [1, 2]})],
      '2 models were evaluated on all candidates; a ranking needs at least 3',
    ],
    [
      'one model',
      [candidate('a', {CF: same}), candidate('b', {CF: [1]})],
      '1 model was evaluated on all candidates; a ranking needs at least 3',
    ],
    ['no candidate', [], '0 candidate references; a choice needs at least 2'],
    [
      'a constant ranking',
      [candidate('a', {CF: same}), candidate('b', {CF: [1, 1, 1, 1, 1]})],
      'ranks all models alike',
    ],
  ])('refuses %s, with the reason', (_, candidates, reason) => {
    expect(chooseReference(candidates, bootstrap)).toEqual({
      candidates: null,
      reason: expect.stringContaining(reason),
    });
  });
});
