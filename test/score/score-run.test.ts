import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {publishedStaticScenarios} from '../../src/problem/scenario.js';
import {wilsonInterval} from '../../src/score/interval.js';
import {metricsSchema, type ScenarioMetrics} from '../../src/score/metrics.js';
import {scoreRun} from '../../src/score/score-run.js';
import {liveRows, staticRows} from './rows.js';

const bootstrap = {seed: 7, resamples: 200};

/**
 * Five problems, worked by hand: a: own turn 0 passes -> k = 1 b: own turn 2 passes, reference at 3
 * -> k = 3 c: reference at 4 -> k = 5 d: never e: own turn 10 passes -> k = 11
 */
const five = [
  ...staticRows({task: 'a', own: 'PF', reference: 'F'}),
  ...staticRows({task: 'b', own: 'FFPF', reference: 'FFFP'}),
  ...staticRows({task: 'c', own: 'F', reference: 'FFFFP'}),
  ...staticRows({task: 'd', own: 'F', reference: 'F'}),
  ...staticRows({task: 'e', own: 'FFFFFFFFFFP', reference: 'F'}),
];

describe('scoreRun, static', () => {
  const metrics = scoreRun({mode: 'static', rows: five, ...bootstrap});
  const cf = scenarioOf(metrics, 'CF');

  it('gives MRR and Recall as worked by hand', () => {
    // (1 + 1/3 + 1/5 + 0 + 1/11) / 5 = (268/165) / 5 = 268/825
    expect(cf.mrr).toMatchObject({value: 268 / 825, n: 5, missing: 0});
    expect(cf.recall).toMatchObject({value: 0.8, n: 5, missing: 0});
  });

  it('gives Pass@1 per turn: turn 0 without credits, later turns with those the reference had earned before', () => {
    // 0: a; 2: b; 3: nobody (b's own answer fails, its reference passes only now); 4: b by credit;
    // 5 to 9: b, c; 10: b, c, e
    expect(cf.pass_at_1.map(({value}) => value)).toEqual([
      0.2, 0, 0.2, 0, 0.2, 0.4, 0.4, 0.4, 0.4, 0.4, 0.6,
    ]);
  });

  it('gives the floor: the same figures if no answer passed', () => {
    // Reference: b at 3 (1/4), c at 4 (1/5): (9/20) / 5; both are solved.
    expect(cf.mrr.floor).toBeCloseTo(9 / 100, 15);
    expect(cf.recall.floor).toBe(0.4);
    // No credit at turn 0; b from turn 4 on, c from turn 5 on.
    expect(cf.pass_at_1.map(({floor}) => floor)).toEqual([
      0, 0, 0, 0, 0.2, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4,
    ]);
  });

  it('gives the gain over the floor', () => {
    expect(cf.mrr.gain).toBeCloseTo((268 / 825 - 0.09) / 0.91, 12);
    expect(cf.recall.gain).toBeCloseTo((0.8 - 0.4) / 0.6, 15);
    // Turn 9: nothing but credit. Turn 10: one more of the three that are left.
    expect(cf.pass_at_1[9]?.gain).toBe(0);
    expect(cf.pass_at_1[10]?.gain).toBeCloseTo(1 / 3, 15);
  });

  it('gives how many places of a figure were questions', () => {
    // All first answers; b is asked up to turn 3, c up to turn 4, the others up to turn 10.
    expect(cf.pass_at_1.map(({asked}) => asked)).toEqual([5, 5, 5, 5, 4, 3, 3, 3, 3, 3, 3]);
    expect(cf.pass_at_1.map(({planned}) => planned)).toEqual(Array(11).fill(5));
    expect(cf.mrr).toMatchObject({asked: 42, planned: 55});
    expect(cf.recall).toMatchObject({asked: 42, planned: 55});
  });

  it('reads floor and gain by the convention of the figure', () => {
    const upstream = scoreRun({mode: 'static', rows: five, convention: 'upstream', ...bootstrap});
    // The reference passes nothing at turn 0, but where it has solved a problem its code stands.
    const floors = scenarioOf(upstream, 'CF').pass_at_1.map(({floor}) => floor);
    expect(floors).toEqual([0, 0, 0, 0, 0.2, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4]);
    const solvedFirst = staticRows({task: 'a', own: 'F', reference: 'P'});
    const first = scoreRun({
      ...{mode: 'static', rows: solvedFirst, convention: 'upstream', ...bootstrap},
    });
    expect(scenarioOf(first, 'CF').pass_at_1[1]).toMatchObject({value: 1, floor: 1, gain: null});
  });

  it('gives replay-only figures over the problems that were asked', () => {
    // own answers from turn 1 on: b at 2 (1/3), e at 10 (1/11): (14/33) / 5
    expect(cf.replay_only?.mrr).toMatchObject({value: 14 / 165, n: 5});
    expect(cf.replay_only?.recall).toMatchObject({value: 0.4, n: 5});
    // b is asked up to turn 3, c up to turn 4
    expect(cf.replay_only?.pass_at_1.map(({n}) => n)).toEqual([5, 5, 5, 4, 3, 3, 3, 3, 3, 3]);
    expect(cf.replay_only?.pass_at_1[1]).toMatchObject({value: 0.2, n: 5});
    expect(cf.replay_only?.pass_at_1[9]).toMatchObject({value: 1 / 3, n: 3});
  });

  it('gives turn 0 alone under NONE, where no reference counts', () => {
    const none = scenarioOf(metrics, 'NONE');
    expect(none.mrr).toMatchObject({value: 0.2, n: 5});
    expect(none.recall).toMatchObject({value: 0.2, n: 5});
    expect(none.pass_at_1).toHaveLength(1);
    expect(none.replay_only).toBeNull();
    expect(none.mrr).toMatchObject({floor: 0, gain: 0.2, asked: 5, planned: 5});
  });

  it('gives JSON that its own schema reads back unchanged', () => {
    expect(metricsSchema.parse(JSON.parse(JSON.stringify(metrics)))).toEqual(metrics);
  });

  it('puts the value inside its interval', () => {
    const {mrr} = cf;
    if (mrr.value === null) throw new Error('no value');
    expect(mrr.low).toBeLessThan(mrr.value);
    expect(mrr.high).toBeGreaterThan(mrr.value);
  });

  it('scores only the problems of a subset, and names it', () => {
    const subset = {name: 'ground-truth-passes', tasks: new Set(['a', 'd', 'not in the run'])};
    const some = scoreRun({mode: 'static', rows: five, subset, ...bootstrap});
    expect(some.subset).toBe('ground-truth-passes');
    expect(scenarioOf(some, 'CF').mrr).toMatchObject({value: 0.5, n: 2});
  });

  it('says why there is no figure, instead of 0, where there is nothing to average', () => {
    const nobody = scoreRun({
      mode: 'static',
      rows: five,
      subset: {name: 'none', tasks: new Set()},
      ...bootstrap,
    });
    expect(scenarioOf(nobody, 'CF').mrr).toEqual({
      value: null,
      n: 0,
      missing: 0,
      reason: 'the scenario has no problem here',
      floor: null,
      gain: null,
      asked: 0,
      planned: 0,
    });
    const unasked = scoreRun({
      mode: 'static',
      rows: staticRows({task: 'a', own: 'F', reference: 'P'}),
      ...bootstrap,
    });
    expect(scenarioOf(unasked, 'CF').replay_only?.mrr).toEqual({
      value: null,
      n: 0,
      missing: 0,
      reason: 'no question was asked in this scenario',
    });
    expect(scenarioOf(unasked, 'CF').mrr.value).toBe(1);
  });
});

describe('replay-only', () => {
  const rows = [
    ...staticRows({task: 'a', own: 'FP', reference: 'F'}),
    ...staticRows({task: 'b', own: 'F', reference: 'P'}),
    ...staticRows({task: 'c', own: 'F', reference: 'FFP'}),
  ];
  const {replay_only} = scenarioOf(scoreRun({mode: 'static', rows, ...bootstrap}), 'CF');

  it('leaves out, and does not miss, a problem that nothing was asked about', () => {
    // a at turn 1: 1/2; c never
    expect(replay_only?.mrr).toMatchObject({value: 0.25, n: 2, missing: 0});
    expect(replay_only?.recall).toMatchObject({value: 0.5, n: 2, missing: 0});
  });

  it('has the intervals of the problems that were asked, and no value above 1/2', () => {
    expect(replay_only?.recall).toMatchObject(wilsonInterval(1, 2));
    const solved = [...'abcdefghij'].flatMap((task) =>
      staticRows({task, own: 'FP', reference: 'F'}),
    );
    const unasked = staticRows({task: 'k', own: 'F', reference: 'P'});
    const all = scoreRun({mode: 'static', rows: [...solved, ...unasked], ...bootstrap});
    // The rule of three: up to 3/10 of the problems may have any rank from 0 to 1/2.
    expect(scenarioOf(all, 'CF').replay_only?.mrr).toMatchObject({
      ...{value: 0.5, n: 10, low: expect.closeTo(0.35, 12), high: 0.5},
    });
  });

  it('has a figure for each of ten turns, and says which turn asks nothing', () => {
    expect(replay_only?.pass_at_1).toHaveLength(10);
    expect(replay_only?.pass_at_1.slice(0, 3)).toMatchObject([
      {value: 0.5, n: 2},
      {value: 0.5, n: 2},
      {value: 1, n: 1},
    ]);
    const solved = staticRows({task: 'c', own: 'F', reference: 'FFP'});
    const only = scenarioOf(scoreRun({mode: 'static', rows: solved, ...bootstrap}), 'CF');
    expect(only.replay_only?.pass_at_1[1]).toMatchObject({value: 0, n: 1});
    expect(only.replay_only?.pass_at_1[2]).toEqual({
      ...{value: null, n: 0, missing: 0, reason: 'no question was asked at turn 3'},
    });
  });
});

describe('missing verdicts', () => {
  // a: missing at 1, passes at 2 -> k unknown; b: passes at 0, missing later -> k = 1; c: never
  const rows = [
    ...staticRows({task: 'a', own: 'FMPF', reference: 'F'}),
    ...staticRows({task: 'b', own: 'PFM', reference: 'F'}),
    ...staticRows({task: 'c', own: 'F', reference: 'F'}),
  ];
  const cf = scenarioOf(scoreRun({mode: 'static', rows, ...bootstrap}), 'CF');

  it('leave MRR and Recall without a value only when they stand before the first pass', () => {
    const reason = '1 of 3 problems lack a verdict that this figure needs';
    expect(cf.mrr).toMatchObject({value: null, n: 2, missing: 1, reason});
    expect(cf.recall).toMatchObject({value: null, n: 2, missing: 1, reason});
    const later = rows.filter(({task_id}) => task_id !== 'a');
    const {mrr} = scenarioOf(scoreRun({mode: 'static', rows: later, ...bootstrap}), 'CF');
    expect(mrr).toMatchObject({value: 0.5, n: 2, missing: 0});
  });

  it('leave Pass@1 without a value only at their own turn', () => {
    expect(cf.pass_at_1.slice(0, 4)).toMatchObject([
      {value: 1 / 3, n: 3, missing: 0},
      {value: null, n: 2, missing: 1},
      {value: null, n: 2, missing: 1},
      {value: null, n: 2, missing: 1},
    ]);
  });

  it('leave the floor and the questions as they are, and no gain', () => {
    // Nobody's reference passes; a refused question was asked too.
    expect(cf.mrr).toMatchObject({floor: 0, gain: null, asked: 33, planned: 33});
    expect(cf.pass_at_1[1]).toMatchObject({floor: 0, gain: null, asked: 3, planned: 3});
  });

  it('never make a percentage of the reference’s credit alone', () => {
    // A dead server: nothing but credit from turn 2 on, and it is not all of the problems.
    const dead = [
      ...staticRows({task: 'a', own: 'M', reference: 'FP'}),
      ...staticRows({task: 'b', own: 'M', reference: 'F'}),
    ];
    const {pass_at_1, recall} = scenarioOf(
      scoreRun({mode: 'static', rows: dead, ...bootstrap}),
      'CF',
    );
    for (const figure of pass_at_1) expect(figure.value).toBeNull();
    expect(pass_at_1[5]).toMatchObject({n: 1, missing: 1, floor: 0.5, gain: null, asked: 1});
    expect(recall).toMatchObject({value: null, n: 0, missing: 2, floor: 0.5, asked: 2 + 1 + 10});
  });

  it('are counted by place for the scenario', () => {
    expect(cf).toMatchObject({n: 3, missing: 10});
  });

  it('are what an unwritten row is', () => {
    const whole = staticRows({task: 'a', own: 'F', reference: 'F'});
    const torn = scenarioOf(
      scoreRun({mode: 'static', rows: whole.slice(0, 6), ...bootstrap}),
      'CF',
    );
    expect(torn).toMatchObject({n: 1, missing: 5, mrr: {value: null, missing: 1}});
    expect(torn.pass_at_1[5]).toMatchObject({value: 0, n: 1});
  });

  it('leave no figure, and say so, when every problem has one', () => {
    const all = scoreRun({mode: 'live', rows: liveRows({task: 'a', own: 'M'}), ...bootstrap});
    expect(scenarioOf(all, 'CF').mrr).toMatchObject({
      value: null,
      n: 0,
      missing: 1,
      reason: '1 of 1 problems lack a verdict that this figure needs',
    });
  });
});

describe('properties', () => {
  const letters = fc.string({
    unit: fc.constantFrom('P', 'F', 'M', '-'),
    minLength: 11,
    maxLength: 11,
  });
  const known = fc.string({
    unit: fc.constantFrom('P', 'F', 'F', 'F'),
    minLength: 11,
    maxLength: 11,
  });
  const staticRun = fc
    .array(fc.record({own: letters, reference: known}), {minLength: 1, maxLength: 12})
    .map((problems) =>
      problems.flatMap(({own, reference}, at) => staticRows({task: `t/${at}`, own, reference})),
    );

  it('the order of the rows changes nothing, intervals included', () => {
    const shuffled = staticRun.chain((rows) =>
      fc.tuple(
        fc.constant(rows),
        fc.shuffledSubarray(rows, {minLength: rows.length, maxLength: rows.length}),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([rows, other]) => {
        expect(scoreRun({mode: 'static', rows: other, ...bootstrap})).toEqual(
          scoreRun({mode: 'static', rows, ...bootstrap}),
        );
      }),
      {numRuns: 30},
    );
  });

  it('Recall >= MRR, over the same problems', () => {
    fc.assert(
      fc.property(staticRun, (rows) => {
        const {mrr, recall} = scenarioOf(scoreRun({mode: 'static', rows, ...bootstrap}), 'CF');
        expect([recall.n, recall.missing]).toEqual([mrr.n, mrr.missing]);
        expect(recall.value ?? 0).toBeGreaterThanOrEqual(mrr.value ?? 0);
      }),
      {numRuns: 50},
    );
  });

  it('a target whose every answer passes scores 1 wherever it is asked', () => {
    fc.assert(
      fc.property(fc.array(known, {minLength: 1, maxLength: 8}), (references) => {
        const rows = references.flatMap((reference, at) =>
          staticRows({task: `t/${at}`, own: 'P', reference}),
        );
        const {mrr, recall, pass_at_1} = scenarioOf(
          scoreRun({mode: 'static', rows, ...bootstrap}),
          'CF',
        );
        for (const figure of [mrr, recall, ...pass_at_1])
          expect(figure).toMatchObject({value: 1, high: 1, gain: figure.floor === 1 ? null : 1});
      }),
      {numRuns: 30},
    );
  });

  it('live Pass@1 never falls from turn to turn, and ends at Recall', () => {
    fc.assert(
      fc.property(fc.array(known, {minLength: 1, maxLength: 12}), (chains) => {
        const rows = chains.flatMap((own, at) => liveRows({task: `t/${at}`, own}));
        const {recall, pass_at_1} = scenarioOf(scoreRun({mode: 'live', rows, ...bootstrap}), 'CF');
        const values = pass_at_1.map(({value}) => value ?? Number.NaN);
        expect(values).toEqual([...values].sort((a, b) => a - b));
        expect(values.at(-1)).toBe(recall.value);
      }),
      {numRuns: 50},
    );
  });

  it('a reference replayed on its own log scores what it scored live, to the last digit', () => {
    fc.assert(
      fc.property(fc.array(known, {minLength: 1, maxLength: 12}), (chains) => {
        const live = chains.flatMap((own, at) => liveRows({task: `t/${at}`, own}));
        const replayed = chains.flatMap((own, at) =>
          staticRows({task: `t/${at}`, own, reference: own.slice(0, 10)}),
        );
        const figures = ({mrr, recall, pass_at_1}: ScenarioMetrics) =>
          [mrr, recall, ...pass_at_1].map(({value}) => value);
        expect(
          figures(scenarioOf(scoreRun({mode: 'static', rows: replayed, ...bootstrap}), 'CF')),
        ).toEqual(figures(scenarioOf(scoreRun({mode: 'live', rows: live, ...bootstrap}), 'CF')));
      }),
      {numRuns: 50},
    );
  });
});

it('a live run has no credit: neither floor nor gain', () => {
  const metrics = scoreRun({mode: 'live', rows: liveRows({task: 'a', own: 'FP'}), ...bootstrap});
  const {mrr, recall, pass_at_1} = scenarioOf(metrics, 'CF');
  for (const figure of [mrr, recall, ...pass_at_1])
    expect(figure).toMatchObject({floor: null, gain: null, asked: null, planned: null});
});

it('a live run has no replay-only figures', () => {
  const metrics = scoreRun({mode: 'live', rows: liveRows({task: 'a', own: 'FP'}), ...bootstrap});
  expect(scenarioOf(metrics, 'CF').replay_only).toBeNull();
});

it('the convention, the seed and the resamples are recorded', () => {
  const rows = liveRows({task: 'a', own: 'FP'});
  expect(scoreRun({mode: 'live', rows, ...bootstrap})).toMatchObject({
    convention: 'credited',
    subset: null,
    bootstrap,
  });
  expect(scoreRun({mode: 'live', rows, convention: 'upstream', ...bootstrap})).toMatchObject({
    convention: 'upstream',
  });
});

it('upstream’s convention adds up by the numbers of the problems, as its script does', () => {
  const own = {'P/10': 'FFFFFFFFFP', 'P/1': 'FP', 'P/2': 'FFP'};
  const rows = Object.entries(own).flatMap(([task, letters]) => liveRows({task, own: letters}));
  const mrr = (convention: 'credited' | 'upstream') =>
    scenarioOf(scoreRun({mode: 'live', rows, convention, ...bootstrap}), 'CF').mrr.value;
  // Python: (1/2 + 1/3 + 1/10) / 3; in any other order, and exactly, 0.3111111111111111
  expect(mrr('upstream')).toBe(0.31111111111111106);
  expect(mrr('credited')).toBe(0.3111111111111111);
});

it('scenarios come in the order of the paper, NONE first', () => {
  const rows = publishedStaticScenarios
    .toReversed()
    .flatMap((scenario) => staticRows({task: scenario, own: 'F', reference: 'F', scenario}));
  const {scenarios} = scoreRun({mode: 'static', rows, ...bootstrap});
  expect(scenarios.map(({scenario}) => scenario)).toEqual(['NONE', ...publishedStaticScenarios]);
});

function scenarioOf(metrics: {scenarios: ScenarioMetrics[]}, id: string): ScenarioMetrics {
  const found = metrics.scenarios.find(({scenario}) => scenario === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}
