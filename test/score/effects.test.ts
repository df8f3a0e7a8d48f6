import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type ScenarioId, scenarios} from '../../src/problem/scenario.js';
import {type Effect, effectsOfFeedback} from '../../src/score/effects.js';
import {liveRows, staticRows} from './rows.js';

const bootstrap = {seed: 3, resamples: 1000};

/**
 * One wrong program a letter, in each of the scenarios: what became of it at turn 1, as
 * `staticRows` reads it; `S` for one that the reference had solved.
 */
function rowsOf(cells: {[scenario in ScenarioId]?: string}) {
  return scenarios.flatMap(({id}, at) => {
    const letters = cells[id];
    if (letters === undefined) return [];
    return [...letters].flatMap((letter, i) => {
      const rows = staticRows({
        task: `t/${i}`,
        own: letter === 'S' ? 'F' : `F${letter}`,
        reference: letter === 'S' ? 'P' : 'F',
        scenario: id,
      });
      return at === 0 ? rows : rows.slice(1);
    });
  });
}

function effectOf(
  effects: readonly Effect[],
  kind: Effect['kind'],
  execution: Effect['execution'],
  verbal: Effect['verbal'],
) {
  const found = effects.find(
    (each) => each.kind === kind && each.execution === execution && each.verbal === verbal,
  );
  if (found === undefined) throw new Error(`no ${kind} ${execution} ${verbal}`);
  return found;
}

describe('the effects of feedback', () => {
  // Five wrong programs, a sixth that the reference had solved. The first does not compile; what is
  // wrong with the fifth no test among the first three shows.
  const effects = effectsOfFeedback({
    rows: rowsOf({
      CF: 'P----S',
      CF_EF_UNIT: 'PPFF-S',
      CF_EF_FULL: 'PPFFPS',
      CF_SNF: 'P----S',
      CF_EF_UNIT_SNF: 'PPPF-S',
      CF_EF_FULL_SNF: 'PPPFPS',
      CF_SEF: 'PFPPPS',
      CF_EF_UNIT_SEF: 'PPPPFS',
      CF_EF_FULL_SEF: 'PPPPPS',
    }),
    ...bootstrap,
  });
  const measured = (...which: [Effect['kind'], Effect['execution'], Effect['verbal']]) => {
    const {value, n} = effectOf(effects, ...which).difference;
    return {value, n};
  };

  it('of compilation alone: the share it mends of what does not compile', () => {
    expect(measured('compilation', 'none', 'none')).toEqual({value: 1, n: 1});
    const {difference} = effectOf(effects, 'compilation', 'none', 'none');
    // Wilson: 1 / (1 + 3.841459)
    expect(difference).toMatchObject({low: expect.closeTo(0.2065, 4), high: 1});
  });

  it('of execution feedback: beside silence, which mends nothing', () => {
    // 0, 1, 0, 0 of the four that the first three tests show
    expect(measured('execution', 'partial', 'none')).toEqual({value: 0.25, n: 4});
    // and 1 of the fifth
    expect(measured('execution', 'full', 'none')).toEqual({value: 0.4, n: 5});
    expect(measured('execution', 'full', 'novice')).toEqual({value: 0.6, n: 5});
  });

  it('of execution feedback beside an expert: only where both were asked', () => {
    // 0, 1, 0, 0, -1 and 0, 1, 0, 0, 0
    expect(measured('execution', 'partial', 'expert')).toEqual({value: 0, n: 5});
    expect(measured('execution', 'full', 'expert')).toEqual({value: 0.2, n: 5});
  });

  it('of words: beside silence, and beside each execution feedback', () => {
    expect(measured('verbal', 'none', 'novice')).toEqual({value: 0, n: 1});
    expect(measured('verbal', 'none', 'expert')).toEqual({value: 0.6, n: 5});
    // The fifth was not asked in CF_EF_UNIT, which is no silence of a control: 0, 0, 1, 1
    expect(measured('verbal', 'partial', 'expert')).toEqual({value: 0.5, n: 4});
    expect(measured('verbal', 'partial', 'novice')).toEqual({value: 0.25, n: 4});
    expect(measured('verbal', 'full', 'novice')).toEqual({value: 0.2, n: 5});
    expect(measured('verbal', 'full', 'expert')).toEqual({value: 0.4, n: 5});
  });

  it('of both together, less the sum of each', () => {
    // full and expert: (1-1-1+1) + (1-1-0+0) + (1-0-1+0) + (1-0-1+0) + (1-1-1+0) = -1
    expect(measured('interaction', 'full', 'expert')).toEqual({value: -0.2, n: 5});
    // partial and expert, the first four: 0, 0, 0, 0
    expect(measured('interaction', 'partial', 'expert')).toEqual({value: 0, n: 4});
    // novices: alone they say nothing of the last four
    expect(measured('interaction', 'partial', 'novice')).toEqual({value: 0.25, n: 4});
    expect(measured('interaction', 'full', 'novice')).toEqual({value: 0.2, n: 5});
  });

  it('name the scenarios compared, the one with the most feedback first', () => {
    expect(effectOf(effects, 'interaction', 'partial', 'novice').compared).toEqual([
      ...['CF_EF_UNIT_SNF', 'CF_EF_UNIT', 'CF_SNF', 'CF'],
    ]);
    expect(effectOf(effects, 'verbal', 'full', 'expert').compared).toEqual([
      ...['CF_EF_FULL_SEF', 'CF_EF_FULL'],
    ]);
    expect(effects).toHaveLength(1 + 6 + 6 + 4);
  });
});

it('an effect is not told where a verdict that it needs is missing', () => {
  const effects = effectsOfFeedback({
    rows: rowsOf({CF: '---', CF_EF_FULL: 'PMF', CF_SEF: 'PPF'}),
    ...bootstrap,
  });
  expect(effectOf(effects, 'execution', 'full', 'none').difference).toEqual({
    ...{value: null, n: 2, missing: 1},
    reason: '1 of 3 problems lack a verdict that this figure needs',
  });
  expect(effectOf(effects, 'verbal', 'none', 'expert').difference).toMatchObject({n: 3});
});

it('an effect is not told where a scenario was not run, or nobody was asked in all', () => {
  const effects = effectsOfFeedback({
    rows: rowsOf({CF_EF_UNIT: 'P-', CF_EF_UNIT_SEF: '-P', CF_SEF: 'PP'}),
    ...bootstrap,
  });
  expect(effectOf(effects, 'execution', 'partial', 'none').difference).toEqual({
    ...{value: null, n: 0, missing: 0, reason: 'the run has no CF'},
  });
  expect(effectOf(effects, 'verbal', 'partial', 'expert').difference).toEqual({
    ...{value: null, n: 0, missing: 0, reason: 'no problem was asked in all scenarios compared'},
  });
});

it('an expert’s silence does not tell that nothing was mended', () => {
  const effects = effectsOfFeedback({
    rows: rowsOf({CF_SEF: '-F', CF_EF_FULL_SEF: 'PP'}),
    ...bootstrap,
  });
  expect(effectOf(effects, 'execution', 'full', 'expert').difference).toMatchObject({n: 1});
});

it('a problem that one of the scenarios does not have is outside', () => {
  const effects = effectsOfFeedback({rows: rowsOf({CF: '-', CF_SEF: 'FP'}), ...bootstrap});
  const {difference} = effectOf(effects, 'verbal', 'none', 'expert');
  expect(difference).toMatchObject({value: 0, n: 1});
});

it('intervals are paired, and never certain of few problems', () => {
  const alike = effectsOfFeedback({
    rows: rowsOf({CF: '-'.repeat(30), CF_EF_FULL: 'P'.repeat(30), CF_SEF: 'F'.repeat(30)}),
    ...bootstrap,
  });
  // by the rule of three: up to 3/30 of the problems may have any value from -1 to 1
  expect(effectOf(alike, 'execution', 'full', 'none').difference).toMatchObject({
    ...{value: 1, low: expect.closeTo(0.8, 12), high: 1},
  });
  expect(effectOf(alike, 'verbal', 'none', 'expert').difference).toMatchObject({
    ...{value: 0, low: expect.closeTo(-0.1, 12), high: expect.closeTo(0.1, 12)},
  });
  const mixed = effectsOfFeedback({
    rows: rowsOf({
      CF: '-'.repeat(40),
      CF_EF_FULL: 'PF'.repeat(20),
      CF_EF_FULL_SEF: 'PF'.repeat(20),
    }),
    ...bootstrap,
  });
  // Both scenarios mend the same half, so that the difference is the same in every resample.
  expect(effectOf(mixed, 'verbal', 'full', 'expert').difference).toMatchObject({
    ...{value: 0, low: expect.closeTo(-3 / 40, 12), high: expect.closeTo(3 / 40, 12)},
  });
  const {difference} = effectOf(mixed, 'execution', 'full', 'none');
  // 20 of 40; binomial(40, 0.5): 95% of the draws from 14 to 26
  expect(difference).toMatchObject({
    ...{value: 0.5, low: expect.closeTo(0.35, 1), high: expect.closeTo(0.65, 1)},
  });
});

it('a live run has effects too: its own first programs are the same in all scenarios', () => {
  const rows = [
    ...liveRows({task: 'a', own: 'F-', scenario: 'CF'}),
    ...liveRows({task: 'b', own: 'P', scenario: 'CF'}),
    ...liveRows({task: 'a', own: 'FP', scenario: 'CF_SEF'}).slice(1),
    ...liveRows({task: 'b', own: 'P', scenario: 'CF_SEF'}).slice(1),
  ];
  const {difference} = effectOf(
    effectsOfFeedback({rows, ...bootstrap}),
    ...(['verbal', 'none', 'expert'] as const),
  );
  expect(difference).toMatchObject({value: 1, n: 1});
});

it('the order of rows changes nothing', () => {
  const rows = rowsOf({CF: 'P--F', CF_EF_FULL: 'PFPF', CF_SEF: 'FPPF', CF_EF_FULL_SEF: 'PPPF'});
  const expected = effectsOfFeedback({rows, ...bootstrap});
  fc.assert(
    fc.property(
      fc.shuffledSubarray(rows, {minLength: rows.length, maxLength: rows.length}),
      (other) => {
        expect(effectsOfFeedback({rows: other, ...bootstrap})).toEqual(expected);
      },
    ),
    {numRuns: 10},
  );
});
