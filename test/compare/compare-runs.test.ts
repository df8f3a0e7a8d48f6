import {describe, expect, test} from 'vitest';
import {compareRuns} from '../../src/compare/compare-runs.js';
import {UsageError} from '../../src/errors.js';
import {comparisonReport} from '../../src/report/comparison-report.js';
import {renderReport} from '../../src/report/formats.js';
import type {StoredRun} from '../../src/run/read-run.js';
import type {RunManifest} from '../../src/run/run-manifest.js';
import type {VerdictRow} from '../../src/run/verdict-row.js';
import {exampleManifest, exampleTotals} from '../support/example-manifest.js';
import {exampleRow} from '../support/example-row.js';

/**
 * A static run of one scenario on a log whose reference never passes: `answers[task]` has a letter
 * for each turn: p passes, f fails, m is missing; what is not given fails.
 */
function run(
  label: string,
  answers: {[task: string]: string},
  changes: Partial<RunManifest> = {},
): StoredRun {
  const rows = Object.entries(answers).flatMap(([task_id, letters]) =>
    Array.from({length: 11}, (_, turn): VerdictRow => {
      const letter = letters[turn] ?? 'f';
      const status = letter === 'p' ? 'pass' : letter === 'm' ? 'missing' : 'fail';
      return exampleRow({
        scenario: turn === 0 ? 'NONE' : 'CF_SEF',
        task_id,
        turn,
        origin: status === 'missing' ? 'missing' : 'answered',
        status,
        reference_status: 'fail',
      });
    }),
  );
  const problems = Object.keys(answers).length;
  return {label, mode: 'static', manifest: exampleManifest({problems, ...changes}), rows};
}

const a = run('runs/a', {'P/0': 'fpp', 'P/1': 'ffp', 'P/2': 'p', 'P/3': ''}, {model: 'a'});
const b = run('runs/b', {'P/0': 'fpf', 'P/1': 'fpp', 'P/2': 'p', 'P/3': 'ffp'}, {model: 'b'});

describe('two runs compared', () => {
  const comparison = compareRuns(a, b);
  const figures = comparison.scenarios.find(({scenario}) => scenario === 'CF_SEF')?.figures;
  const figure = (metric: string, turn: number | null) =>
    figures?.find((each) => each.metric === metric && each.turn === turn);

  test('have the difference of each figure, over the problems of both', () => {
    // P/0 1/2 in both; P/1 1/3 and 1/2; P/2 1 in both; P/3 0 and 1/3.
    expect(figure('mrr', null)).toMatchObject({n: 4, missing: 0, only_a: null, p: null});
    expect(figure('mrr', null)?.a).toBeCloseTo((1 / 2 + 1 / 3 + 1) / 4, 12);
    expect(figure('mrr', null)?.difference).toBeCloseTo((1 / 6 + 1 / 3) / 4, 12);
    expect(figure('recall', null)).toMatchObject({a: 0.75, b: 1, only_a: 0, only_b: 1, p: 1});
  });

  test('have McNemar’s pairs at each turn', () => {
    expect(figure('pass_at_1', 1)).toMatchObject({a: 0.25, b: 0.5, only_a: 0, only_b: 1});
    // At turn 2: P/0 in a alone, P/1 in both, P/3 in b alone.
    expect(figure('pass_at_1', 2)).toMatchObject({a: 0.5, b: 0.5, only_a: 1, only_b: 1, p: 1});
    expect(figures).toHaveLength(12);
  });

  test('name what flipped, each way, and at which turns', () => {
    expect(comparison.flips).toEqual([
      flip('P/0', {a_first: 1, b_first: 1, turns_only_a: [2]}),
      flip('P/1', {a_first: 2, b_first: 1, turns_only_b: [1]}),
      flip('P/3', {b_first: 2, turns_only_b: [2]}),
    ]);
  });

  test('say in which settings they differ', () => {
    expect(comparison.settings).toEqual([{field: 'model', a: '"a"', b: '"b"'}]);
    const longer = {...a, manifest: {...a.manifest, limits: {timeLimitMs: 90_000}}};
    expect(compareRuns(a, longer).settings).toEqual([
      {field: 'limits', a: 'null', b: '{"timeLimitMs":90000}'},
    ]);
  });

  test('turned round, give the same with the sign turned', () => {
    const turned = compareRuns(b, a);
    const other = turned.scenarios.find(({scenario}) => scenario === 'CF_SEF')?.figures[0];
    expect(other?.difference).toBeCloseTo(-(figure('mrr', null)?.difference ?? Number.NaN), 12);
    expect(turned.flips.map(({turns_only_b}) => turns_only_b)).toEqual([[2], [], []]);
  });

  function flip(task_id: string, changes: object) {
    const none = {a_first: null, b_first: null, turns_only_a: [], turns_only_b: []};
    return {scenario: 'CF_SEF', task_id, ...none, ...changes};
  }
});

test('by trust, a pass that could have been held apart and was not is a fail', () => {
  const passes = {separate: 3, shared: 1, inseparable: ['P/1']};
  const told = (label: string, answers: {[task: string]: string}): StoredRun =>
    run(label, answers, {totals: {...exampleTotals, passes}});
  const shared = (stored: StoredRun): StoredRun => {
    const rows = stored.rows.map((row): VerdictRow => {
      return row.status === 'pass' ? {...row, trust: 'shared'} : row;
    });
    return {...stored, rows};
  };
  const [one, other] = [told('runs/e', {'P/0': 'p', 'P/1': 'p'}), told('runs/f', {'P/0': 'f'})];
  expect(compareRuns(shared(one), one).flips).toEqual([]);
  const {flips, a, b} = compareRuns(shared(one), one, {trust: 'separate'});
  expect(flips.map(({task_id, turns_only_b}) => [task_id, turns_only_b])).toEqual([['P/0', [0]]]);
  expect([a.trust, b.trust]).toEqual([
    {policy: 'separate', hanging: 1},
    {policy: 'separate', hanging: 0},
  ]);
  const printed = renderReport(comparisonReport(compareRuns(shared(one), other)), 'md');
  expect(printed).toContain('A: 1 pass of one process could have been held apart, and count;');
  expect(() => compareRuns(one, run('runs/g', {'P/0': 'p'}), {trust: 'separate'})).toThrow(
    'runs/g/manifest.json: totals.passes: absent',
  );
});

test('a run beside itself has no flip, no difference, and an interval that is not one point', () => {
  const {flips, scenarios} = compareRuns(a, a);
  expect(flips).toEqual([]);
  for (const {difference, low, high, p} of scenarios.flatMap(({figures}) => figures)) {
    expect(difference).toBe(0);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    expect([null, 1]).toContain(p);
  }
});

test('a verdict that is missing takes its problem out of the figures it could change, and is counted', () => {
  const lost = run('runs/c', {'P/0': 'fmp', 'P/1': 'fpp', 'P/2': 'p', 'P/3': ''});
  const [, scenario] = compareRuns(a, lost).scenarios;
  const at = (turn: number | null) => scenario?.figures.find((each) => each.turn === turn);
  expect(at(null)).toMatchObject({metric: 'mrr', n: 3, missing: 1});
  expect(at(1)).toMatchObject({n: 3, missing: 1});
  expect(at(2)).toMatchObject({n: 4, missing: 0});
  const text = renderReport(comparisonReport(compareRuns(a, lost)), 'text');
  expect(text).toContain('B: Missing: 1 of 1: ');
  expect(text).toContain('counts in neither');
});

test('problems of one run alone are left out, and the table says so', () => {
  const fewer = run('runs/d', {'P/1': 'fpp', 'P/9': 'p'});
  const comparison = compareRuns(a, fewer);
  expect(comparison.problems).toBe(1);
  const text = renderReport(comparisonReport(comparison), 'text');
  expect(text).toContain('Over the 1 problem in both; A has 4, B has 2.');
  expect(text).toContain('too few problems');
});

describe('what cannot be compared is refused by the name of the field', () => {
  const other = (changes: Partial<RunManifest>) => ({...b, manifest: {...b.manifest, ...changes}});
  const log = {sha256: 'f'.repeat(64), reference_model: 'reference'};

  test.each<[string, StoredRun]>([
    ['mode: live', {...b, mode: 'live'}],
    ['suite.sha256: ffffffffffff…', other({suite: {name: 'x', sha256: 'f'.repeat(64)}})],
    ['log.sha256: ffffffffffff…', other({log})],
    ['log.sha256: none that is known', other({log: {...log, sha256: null}})],
    ['partial_scope: first-3-functions', other({partial_scope: 'first-3-functions'})],
    ['imported: upstream-results', other({imported: 'upstream-results'})],
    ['problems: none in common', run('runs/b', {'Q/0': 'p'})],
    [
      'scenarios: none in common',
      {...b, rows: b.rows.map((row) => (row.turn === 0 ? row : {...row, scenario: 'CF'}))},
    ],
  ])('%s', (field, against) => {
    expect(() => compareRuns(a, against)).toThrow(UsageError);
    expect(() => compareRuns(a, against)).toThrow(`runs/b: ${field}`);
  });
});

test('CSV has a record for each figure, then for each flip and turn', () => {
  const csv = renderReport(comparisonReport(compareRuns(a, b)), 'csv').split('\n');
  expect(csv[0]).toBe(
    'record,scenario,task_id,turn,a,b,difference,low,high,only_a,only_b,p,n,missing',
  );
  expect(csv.filter((line) => line.startsWith('pass_at_1,'))).toHaveLength(11);
  expect(csv.slice(-3)).toEqual([
    'flip,CF_SEF,P/0,2,1,0,-1,,,,,,,',
    'flip,CF_SEF,P/1,1,0,1,1,,,,,,,',
    'flip,CF_SEF,P/3,2,0,1,1,,,,,,,',
  ]);
});
