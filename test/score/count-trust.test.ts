import {describe, expect, test} from 'vitest';
import {UsageError} from '../../src/errors.js';
import type {VerdictRow} from '../../src/run/verdict-row.js';
import {countTrust, rowsCountedBy, trustPolicies} from '../../src/score/count-trust.js';
import {scoreStoredRun} from '../../src/score/score-stored-run.js';
import {exampleManifest, exampleTotals} from '../support/example-manifest.js';
import {staticRows} from './rows.js';

const passes = {separate: 1, shared: 2, inseparable: ['b']};
const manifest = exampleManifest({totals: {...exampleTotals, passes}});
const told = {label: 'runs/a', manifest};

const row = (changes: Partial<VerdictRow>): VerdictRow => ({
  scenario: 'CF_SEF',
  task_id: 'a',
  turn: 1,
  origin: 'answered',
  status: 'pass',
  reference_status: null,
  failures: [],
  code_sha256: 'c'.repeat(64),
  request: 'd'.repeat(64),
  found: 'block',
  trust: 'separate',
  missing: null,
  ...changes,
});

const statuses = (rows: readonly VerdictRow[]) => rows.map(({status}) => status);

describe('passes that could have been held apart from their tests', () => {
  const rows = [
    row({}),
    row({task_id: 'b', trust: 'shared'}),
    row({task_id: 'c', trust: 'shared'}),
    row({task_id: 'd', status: 'fail', trust: null}),
  ];

  test('count as long as nobody asks', () => {
    expect(rowsCountedBy('any', rows, told)).toEqual(rows);
    expect(countTrust('any', rows, manifest)).toEqual({policy: 'any', hanging: 1});
  });

  test('are fails by `separate`; where the tests can be held apart from no program they count', () => {
    const counted = rowsCountedBy('separate', rows, told);
    expect(statuses(counted)).toEqual([...['pass', 'pass', 'fail', 'fail']]);
    expect(counted[2]).toEqual({...rows[2], status: 'fail', failures: ['ALL'], trust: null});
    expect(countTrust('separate', rows, manifest)).toEqual({policy: 'separate', hanging: 1});
  });

  test('take no other answer of a static conversation with them', () => {
    const answers = [row({task_id: 'c', trust: 'shared'}), row({task_id: 'c', turn: 2})];
    expect(statuses(rowsCountedBy('separate', answers, told))).toEqual(['fail', 'pass']);
  });

  test('are passes: whatever else a row says, a fail hangs on nothing', () => {
    const failed = [row({task_id: 'c', status: 'fail', trust: 'shared'})];
    expect(countTrust('separate', failed, manifest).hanging).toBe(0);
  });

  test('take the rest of a live conversation with them, in all scenarios after turn 0', () => {
    const solved = {origin: 'solved', trust: null, turn: 2} as const;
    const later = [
      row({trust: 'shared'}),
      row(solved),
      row({...solved, scenario: 'CF'}),
      row({scenario: 'NONE', task_id: 'e', turn: 0, trust: 'shared'}),
      row({...solved, task_id: 'e', scenario: 'CF'}),
    ];
    expect(statuses(rowsCountedBy('separate', later, told))).toEqual([
      ...['fail', 'fail', 'pass', 'fail', 'fail'],
    ]);
  });

  test('change the figures', () => {
    const shared = staticRows({task: 'c', own: 'FP', reference: 'F'}).map(
      (each): VerdictRow => (each.status === 'pass' ? {...each, trust: 'shared'} : each),
    );
    const run = {...told, mode: 'static', rows: shared} as const;
    const recall = (policy: 'any' | 'separate') =>
      scoreStoredRun(run, 'credited', undefined, policy).metrics.scenarios.at(-1)?.recall.value;
    expect([recall('any'), recall('separate')]).toEqual([1, 0]);
  });
});

describe('a run is refused by `separate`', () => {
  const count = (changes: Parameters<typeof exampleManifest>[0]) => () =>
    rowsCountedBy('separate', [row({})], {label: 'runs/a', manifest: exampleManifest(changes)});

  test('that does not tell how its passes were established, with the command that mends it', () => {
    expect(count({})).toThrow(
      /^runs\/a\/manifest\.json: totals\.passes: absent, .*convcodebench judge runs\/a$/,
    );
  });

  test('that was judged where nothing is held apart', () => {
    const judge = {pythonMinor: '3.11', verdictVersion: 3, environment: 'e', sealLevel: 3} as const;
    expect(count({judge, totals: {...exampleTotals, passes}})).toThrow(/judge\.sealLevel: 3/);
    const asked = exampleManifest({judge, totals: {...exampleTotals, passes}});
    expect(countTrust('any', [], asked).hanging).toBeNull();
  });

  test('but not one that was judged at level 2, or by nobody', () => {
    const judge = {pythonMinor: '3.11', verdictVersion: 3, environment: 'e', sealLevel: 2} as const;
    const totals = {...exampleTotals, passes};
    for (const by of [judge, null]) {
      expect(count({judge: by, totals})()).toHaveLength(1);
      const asked = exampleManifest({judge: by, totals});
      expect(countTrust('any', [row({trust: 'shared'})], asked).hanging).toBe(1);
    }
  });

  test('that is not finished', () => {
    expect(count({totals: null})).toThrow(
      new UsageError(
        'runs/a: `trust` separate: this run is not finished; give the command that began it again to go on',
      ),
    );
    expect(countTrust('any', [], exampleManifest({totals: null})).hanging).toBeNull();
  });
});

test('passes are counted by two policies', () => {
  expect(trustPolicies).toEqual(['any', 'separate']);
});
