import {describe, expect, test} from 'vitest';
import {criticsTable} from '../../src/report/critics-table.js';
import {figureRecords} from '../../src/report/run-records.js';
import {comparisonTables, runTables} from '../../src/report/run-report.js';
import type {ReportTable, TableCell} from '../../src/report/table.js';
import type {RunManifest} from '../../src/run/run-manifest.js';
import type {VerdictRow} from '../../src/run/verdict-row.js';
import {scoreRun} from '../../src/score/score-run.js';
import type {ScoredRun} from '../../src/score/score-stored-run.js';
import {exampleManifest, exampleTotals} from '../support/example-manifest.js';

function row(task_id: string, turn: number, changes: Partial<VerdictRow> = {}): VerdictRow {
  return {
    scenario: turn === 0 ? 'NONE' : 'CF_SEF',
    task_id,
    turn,
    origin: 'answered',
    status: 'fail',
    reference_status: 'fail',
    failures: [],
    code_sha256: null,
    request: null,
    found: null,
    trust: null,
    missing: null,
    ...changes,
  };
}

const turns = Array.from({length: 11}, (_, turn) => turn);

/** A passes at turn 1 by its own answer; B never; of C turn 0 is missing and the rest failed. */
const rows = [
  ...turns.map((turn) => row('A', turn, turn === 1 ? {status: 'pass'} : {})),
  ...turns.map((turn) => row('B', turn)),
  ...turns.map((turn) => row('C', turn, turn === 0 ? {origin: 'missing', status: 'missing'} : {})),
];

function scored(changes: Partial<RunManifest> = {}): ScoredRun {
  const manifest = exampleManifest(changes);
  const mode = manifest.verb === 'generate' ? 'live' : 'static';
  return {label: 'runs/a', manifest, metrics: scoreRun({mode, rows, seed: 1, resamples: 100})};
}

function cell(table: ReportTable | undefined, name: string): TableCell | undefined {
  return table?.rows.find(([first]) => first === name)?.[1];
}

describe('the tables of a static run', () => {
  const [byTurn, replayOnly] = runTables(scored());

  test('have Pass@1 at every turn, MRR and Recall, n and what is missing', () => {
    expect(byTurn?.columns).toEqual(['', 'CF_SEF']);
    expect(byTurn?.rows.map(([name]) => name)).toEqual([
      ...turns.map((turn) => `turn ${turn}`),
      'MRR',
      'Recall',
      'n (missing)',
    ]);
    // Turn 0: A and B failed, C is not known: 0 of 2. Turn 1: A of A, B and C: 1 of 3.
    expect(cell(byTurn, 'turn 0')).toBe('0.0 [0.0, 0.0]');
    expect(cell(byTurn, 'turn 1')).toMatch(/^33\.3 \[\d+\.\d, \d+\.\d\]$/);
    expect(cell(byTurn, 'n (missing)')).toBe('3 (1)');
    expect(cell(byTurn, 'MRR')).toMatch(/^25\.0 \[\d+\.\d, \d+\.\d\]$/);
  });

  test('show the target’s own answers apart, n beside every figure', () => {
    // A: rank 2, so 1/2; B and C: 0. The mean over the three problems asked is 1/6.
    expect(cell(replayOnly, 'MRR')).toMatch(/^16\.7 \[.*\] \(3\)$/);
    expect(cell(replayOnly, 'turn 1')).toMatch(/^33\.3 \[.*\] \(3\)$/);
    expect(cell(replayOnly, 'turn 2')).toBe('0.0 [0.0, 0.0] (3)');
  });

  test('name their convention, every one', () => {
    for (const table of [...runTables(scored()), ...comparisonTables([scored()])])
      expect(table.notes.join(' '), table.title).toMatch(/Convention: /);
  });

  test('say how many answers held no code, were cut off, and how many verdicts are missing', () => {
    expect(byTurn?.notes).toContain(
      'Of 4 answers 2 held no code and 1 were cut off by the length limit; 0 verdicts are missing.',
    );
  });

  test('say how many of a critic’s remarks were cut off, where a model made them', () => {
    const [table] = runTables(
      scored({totals: {...exampleTotals, critic: {answers: 20, cut_off: 3}}}),
    );
    expect(table?.notes.join(' ')).toContain(
      'Of 20 remarks of the critic 3 were cut off by the length limit.',
    );
    expect(byTurn?.notes.join(' ')).not.toContain('critic');
  });

  test('say what was left out, and why', () => {
    const [table] = runTables(
      scored({totals: {...exampleTotals, left_out: {'no module pandas': 7}}}),
    );
    expect(table?.notes).toContain('Left out: 7 problems (no module pandas).');
  });
});

test('figures of simulated models are said to be that, in every kind of table', () => {
  const run = scored({simulated: true, model: 'simulated:careful'});
  const warning = 'Simulated models: these figures say nothing about any real model.';
  expect(runTables(run)[0]?.notes).toContain(warning);
  expect(comparisonTables([scored(), run])[0]?.notes).toContain(warning);
  expect(runTables(scored())[0]?.notes).not.toContain(warning);
});

test('several runs side by side say it of each model', () => {
  const other = scored({model: 'other', totals: {...exampleTotals, cut_off: 4, no_code: 0}});
  const [table] = comparisonTables([scored(), other]);
  expect(table?.notes).toContain(
    'fake (static on reference): Of 4 answers 2 held no code and 1 were cut off by the length limit; 0 verdicts are missing.',
  );
  expect(table?.notes).toContain(
    'other (static on reference): Of 4 answers 0 held no code and 4 were cut off by the length limit; 0 verdicts are missing.',
  );
});

test('the table of critics says of each what was cut off, the model’s answers and its own remarks', () => {
  const runs = ['one', 'two'].map((critic, i) => ({
    ...{critic, metrics: scored().metrics},
    totals: {...exampleTotals, cut_off: i, critic: {answers: 9, cut_off: 5 + i}},
  }));
  expect(criticsTable('coder', runs).notes.slice(1)).toEqual([
    'one: Of 4 answers 2 held no code and 0 were cut off by the length limit; 0 verdicts are missing. Of 9 remarks of the critic 5 were cut off by the length limit.',
    'two: Of 4 answers 2 held no code and 1 were cut off by the length limit; 0 verdicts are missing. Of 9 remarks of the critic 6 were cut off by the length limit.',
  ]);
});

test('a live run has no replay-only table', () => {
  expect(runTables(scored({verb: 'generate', log: null}))).toHaveLength(1);
});

describe('the records of a run', () => {
  const {columns, rows: records} = figureRecords([scored()]);
  const record = (metric: string, turn: number | null) => {
    const found = records.find(
      (each) =>
        each[columns.indexOf('metric')] === metric &&
        each[columns.indexOf('turn')] === turn &&
        each[columns.indexOf('scenario')] === 'CF_SEF',
    );
    return Object.fromEntries(columns.map((name, i) => [name, found?.[i]]));
  };

  test('hold exact numbers with n, missing and interval', () => {
    expect(record('pass_at_1', 1)).toMatchObject({
      model: 'fake',
      mode: 'static',
      reference: 'reference',
      convention: 'credited',
      value: 1 / 3,
      n: 3,
      missing: 0,
      reason: null,
      cut_off: 1,
      critic_cut_off: null,
    });
    expect(record('replay_only_mrr', null)).toMatchObject({value: 1 / 6, n: 3});
  });

  test('say why there is no figure: empty is not zero', () => {
    const solved = turns.map((turn) =>
      row(
        'A',
        turn,
        turn === 0
          ? {status: 'pass', reference_status: 'pass'}
          : {origin: 'reference-solved', status: 'pass', reference_status: 'pass'},
      ),
    );
    const run = {
      ...scored(),
      metrics: scoreRun({mode: 'static', rows: solved, seed: 1, resamples: 100}),
    };
    const {rows} = figureRecords([run]);
    const asked = rows.find((each) => each[columns.indexOf('metric')] === 'replay_only_mrr');
    expect(asked?.[columns.indexOf('value')]).toBeNull();
    expect(asked?.[columns.indexOf('reason')]).toEqual(expect.any(String));
    expect(runTables(run)[1]?.rows.find(([name]) => name === 'turn 1')).toEqual([
      'turn 1',
      '– (0)',
    ]);
  });
});
