import {describe, expect, test} from 'vitest';
import type {Decoding} from '../../src/log/decoding.js';
import {criticsTable} from '../../src/report/critics-table.js';
import {figureRecords} from '../../src/report/run-records.js';
import {comparisonTables, runTables} from '../../src/report/run-report.js';
import type {ReportTable, TableCell} from '../../src/report/table.js';
import type {RunManifest} from '../../src/run/run-manifest.js';
import type {VerdictRow} from '../../src/run/verdict-row.js';
import {scoreRun} from '../../src/score/score-run.js';
import type {ScoredRun} from '../../src/score/score-stored-run.js';
import {exampleManifest, exampleTotals} from '../support/example-manifest.js';
import {exampleRow} from '../support/example-row.js';

function row(task_id: string, turn: number, changes: Partial<VerdictRow> = {}): VerdictRow {
  const scenario = turn === 0 ? 'NONE' : 'CF_SEF';
  return exampleRow({scenario, task_id, turn, reference_status: 'fail', ...changes});
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
  return {
    label: 'runs/a',
    trust: {policy: 'any', hanging: null},
    manifest,
    metrics: scoreRun({mode, rows, seed: 1, resamples: 100}),
    missing: [],
    timed_out: 0,
    found: [
      {rule: 'block', n: 3},
      {rule: 'none', n: 2},
    ],
  };
}

describe('how passes were established', () => {
  const noteOf = (separate: number, shared: number, trust: ScoredRun['trust']) => {
    const passes = {separate, shared, inseparable: []};
    const run = {...scored({totals: {...exampleTotals, passes}}), trust};
    return runTables(run)[0]?.notes?.find((note) => note.startsWith('Passes'));
  };

  test('is told of a run, and how many passes hang on it', () => {
    expect(noteOf(5, 0, {policy: 'any', hanging: 0})).toBe(
      'Passes: all 5 with tests and program apart.',
    );
    expect(noteOf(5, 3, {policy: 'any', hanging: 2})).toBe(
      'Passes: 5 of 8 with tests and program apart, 3 in one process; 2 of these could have been held apart, and count; `trust` separate counts them as fails.',
    );
    expect(noteOf(5, 3, {policy: 'separate', hanging: 2})).toMatch(/and count as fails here\.$/);
    expect(noteOf(0, 3, {policy: 'any', hanging: null})).toMatch(/since seal level 1 holds none/);
  });

  test('is not told of a run that does not know, or has none', () => {
    expect(noteOf(0, 0, {policy: 'any', hanging: 0})).toBeUndefined();
    expect(runTables(scored())[0]?.notes?.join()).not.toContain('Passes');
  });
});

function cell(table: ReportTable | undefined, name: string): TableCell | undefined {
  return table?.rows.find(([first]) => first === name)?.[1];
}

function rowOf(table: ReportTable | undefined, name: string): TableCell[] | undefined {
  return table?.rows.find(([first]) => first === name)?.slice(1);
}

describe('the tables of a static run', () => {
  const [byTurn, replayOnly] = runTables(scored());

  test('have Pass@1 at every turn, MRR and Recall, n and what is missing', () => {
    expect(byTurn?.columns).toEqual(['', 'CF_SEF', 'floor', 'gain', 'asked']);
    expect(byTurn?.rows.map(([name]) => name)).toEqual([
      ...turns.map((turn) => `turn ${turn}`),
      'MRR',
      'Recall',
      'n (missing)',
    ]);
    // Turn 0: A and B failed, C is not known. Turn 1: A of A, B and C: 1 of 3; Wilson's interval.
    expect(rowOf(byTurn, 'turn 0')).toEqual(['1 of 3 missing', '0.0', '–', '3 of 3']);
    expect(rowOf(byTurn, 'turn 1')).toEqual(['33.3 [6.1, 79.2]', '0.0', '33.3', '3 of 3']);
    expect(rowOf(byTurn, 'n (missing)')).toEqual(['3 (1)', '', '', '']);
    expect(rowOf(byTurn, 'MRR')).toEqual(['1 of 3 missing', '0.0', '–', '33 of 33']);
  });

  test('show the target’s own answers apart, n beside every figure', () => {
    // A: rank 2, so 1/2; B and C: 0. The mean over the three problems asked is 1/6.
    expect(cell(replayOnly, 'MRR')).toMatch(/^16\.7 \[.*\] \(3\)$/);
    expect(cell(replayOnly, 'turn 1')).toMatch(/^33\.3 \[.*\] \(3\)$/);
    expect(cell(replayOnly, 'turn 2')).toBe('0.0 [0.0, 56.1] (3)');
  });

  test('name their convention, every one', () => {
    for (const table of [...runTables(scored()), ...comparisonTables([scored()])])
      expect(table.notes.join(' '), table.title).toMatch(/Convention: /);
  });

  test('say how many answers held no code, were cut off, and how many verdicts are missing', () => {
    expect(byTurn?.notes).toContain(
      'Of 4 answers 2 held no code and 1 was cut off by the length limit; 0 verdicts are missing.',
    );
  });

  test('say how many answers timed out, where any did', () => {
    const notes = (timed_out: number) => runTables({...scored(), timed_out})[0]?.notes;
    expect(notes(1)).toContain('Timed out: the tests of 1 answer did not end in time.');
    expect(notes(0)?.join(' ')).not.toContain('Timed out');
  });

  test('say of a model that gave no answer that no figure is its own', () => {
    const totals = {...exampleTotals, answered: 0, missing: 7};
    expect(runTables(scored({totals}))[0]?.notes).toContain(
      'The model gave no answer: 7 verdicts are missing of 11 places, and no figure here is its own.',
    );
  });

  test('say of figures that nobody was asked for that they tell nothing of the model', () => {
    const unasked = rows.map((each) =>
      each.turn > 1 ? {...each, origin: 'no-feedback' as const} : each,
    );
    const notesOf = (of: VerdictRow[]) => {
      const metrics = scoreRun({mode: 'static', rows: of, seed: 1, resamples: 100});
      return runTables({...scored(), metrics})[0]?.notes?.join(' ');
    };
    expect(notesOf(unasked)).toContain('asked 0: the model had no part');
    expect(notesOf(rows)).not.toContain('asked 0');
  });

  test('say how many programs did not compile, where that is known', () => {
    const [table] = runTables({...scored(), not_compiling: 3});
    expect(table?.notes).toContain(
      'Of 4 answers 2 held no code, 3 did not compile and 1 was cut off by the length limit; 0 verdicts are missing.',
    );
  });

  test('say why verdicts are missing, the most frequent reasons with their counts', () => {
    const missing = [
      {reason: '500 CUDA out of memory', n: 24},
      {reason: '503 loading', n: 2},
      {reason: 'timed out', n: 1},
      {reason: 'refused', n: 1},
    ];
    const [table] = runTables({...scored(), missing});
    expect(table?.notes).toContain(
      'Missing: 24 of 28: 500 CUDA out of memory; 2 of 28: 503 loading; 1 of 28: timed out; and 1 more reason.',
    );
    expect(byTurn?.notes.join(' ')).not.toContain('Missing:');
  });

  test('say by which rules programs were found, where the run tells', () => {
    expect(byTurn?.notes).toContain('Programs by the rule that found them: 3 block, 2 none.');
    const [table] = runTables({...scored(), found: []});
    expect(table?.notes.join(' ')).not.toContain('rule that found');
  });

  test('name the model as its server did', () => {
    expect(byTurn?.notes).toContain('The model as the server named it: fake-served.');
  });

  test('say that few problems make no ranking, and only then', () => {
    expect(byTurn?.notes).toContain(
      'n = 3 is too small for a ranking: with fewer than 10 problems the order of models is chance.',
    );
    const ten = scoreRun({
      ...{mode: 'static', seed: 1, resamples: 100},
      rows: Array.from({length: 10}, (_, i) => turns.map((turn) => row(`T${i}`, turn))).flat(),
    });
    expect(runTables({...scored(), metrics: ten})[0]?.notes.join(' ')).not.toContain('too small');
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
    'fake (static on reference): Of 4 answers 2 held no code and 1 was cut off by the length limit; 0 verdicts are missing.',
  );
  expect(table?.notes).toContain(
    'other (static on reference): Of 4 answers 0 held no code and 4 were cut off by the length limit; 0 verdicts are missing.',
  );
});

describe('several runs side by side', () => {
  const decoding: Decoding = {
    ...{temperature: 0, max_tokens: 100, stop: [], seed: null, extra_body: {}},
    mode: 'chat',
  };
  const names = (...runs: ScoredRun[]) => comparisonTables(runs)[0]?.rows.map(([name]) => name);

  test('have a row each, with floor, gain, what was asked, and n', () => {
    const [mrr] = comparisonTables([scored(), scored({model: 'other'})]);
    expect(mrr?.title).toBe('MRR, static on reference, percent, 95% interval');
    expect(mrr?.columns).toEqual([
      'model',
      ...['NONE', 'floor', 'gain', 'asked', 'n (missing)'],
      ...['CF_SEF', 'floor', 'gain', 'asked', 'n (missing)'],
    ]);
    expect(mrr?.rows[1]).toEqual([
      'other',
      ...['1 of 3 missing', '0.0', '–', '3 of 3', '2 (1)'],
      ...['1 of 3 missing', '0.0', '–', '33 of 33', '2 (1)'],
    ]);
  });

  test('static and live, tell each how it came about; live figures have no floor', () => {
    const [mrr] = comparisonTables([scored(), scored({verb: 'generate', log: null})]);
    expect(mrr?.rows.map((cells) => cells.slice(0, 5))).toEqual([
      ['fake', 'static on reference', '1 of 3 missing', '0.0', '–'],
      ['fake', 'live', '1 of 3 missing', '–', '–'],
    ]);
    const live = comparisonTables([scored({verb: 'generate', log: null})]);
    expect(live[0]?.columns).toEqual(['model', 'NONE', 'n (missing)', 'CF_SEF', 'n (missing)']);
  });

  test('of one model, are named by what differs', () => {
    const warm = scored({decoding: {...decoding, temperature: 0.8}});
    expect(names(scored({decoding}), warm)).toEqual([
      'fake (temperature 0)',
      'fake (temperature 0.8)',
    ]);
    const stops = scored({decoding: {...decoding, stop: ['x'], max_tokens: 200}});
    expect(names(scored({decoding}), stops)).toEqual([
      'fake (max tokens 100, stop [])',
      'fake (max tokens 200, stop ["x"])',
    ]);
    const prompts = (hash: string | null) => scored({prompt_set_sha256: hash});
    expect(names(prompts('abcdef0123'), prompts(null))).toEqual([
      'fake (prompts abcdef01)',
      'fake (prompts unknown)',
    ]);
    const log = (sha256: string) => scored({log: {sha256, reference_model: 'reference'}});
    expect(names(log('1234567890'), log('2234567890'), scored({model: 'other'}))).toEqual([
      'fake (log 12345678)',
      'fake (log 22345678)',
      'other',
    ]);
    expect(names(scored(), scored({model_served: ['v2']}))).toEqual([
      'fake (served as fake-served)',
      'fake (served as v2)',
    ]);
  });

  test('alike in all that, are named by their directories', () => {
    expect(names(scored(), {...scored(), label: 'runs/b'})).toEqual([
      'fake (runs/a)',
      'fake (runs/b)',
    ]);
    const warm = scored({decoding: {...decoding, temperature: 0.8}});
    const cold = scored({decoding});
    expect(names(warm, cold, {...cold, label: 'runs/b'})).toEqual([
      'fake (temperature 0.8)',
      'fake (temperature 0, runs/a)',
      'fake (temperature 0, runs/b)',
    ]);
  });

  test('over other problems, are warned of', () => {
    const some = scoreRun({
      ...{mode: 'static', seed: 1, resamples: 100},
      rows: rows.filter(({task_id}) => task_id !== 'C'),
    });
    const [table] = comparisonTables([scored(), {...scored({model: 'other'}), metrics: some}]);
    expect(table?.notes).toContain(
      'Not over the same problems, so not to be compared: in NONE, CF_SEF n is fake (static on reference) 3, other (static on reference) 2.',
    );
    const equal = [scored(), scored({model: 'other'})].map((run, i) => ({
      ...run,
      problems_sha256: String(i),
    }));
    expect(comparisonTables(equal)[0]?.notes).toContain(
      'Not over the same problems, so not to be compared: in NONE, CF_SEF as many problems (n is 3), but others: fake (static on reference), other (static on reference).',
    );
    const oneKnown = equal.map((run, i) => ({
      ...run,
      ...(i === 0 && {problems_sha256: undefined}),
    }));
    expect(comparisonTables(oneKnown)[0]?.notes.join(' ')).not.toContain('Not over the same');
    const same = comparisonTables([scored(), scored({model: 'other'})]);
    expect(same[0]?.notes.join(' ')).not.toContain('Not over the same problems');
  });
});

test('the table of critics says of each what was cut off, the model’s answers and its own remarks', () => {
  const runs = ['one', 'two'].map((critic, i) => ({
    ...{critic, metrics: scored().metrics},
    totals: {...exampleTotals, cut_off: i, critic: {answers: 9, cut_off: 5 + i}},
  }));
  expect(criticsTable('coder', runs).notes.slice(1)).toEqual([
    'one: Of 4 answers 2 held no code and 0 were cut off by the length limit; 0 verdicts are missing. Of 9 remarks of the critic 5 were cut off by the length limit.',
    'two: Of 4 answers 2 held no code and 1 was cut off by the length limit; 0 verdicts are missing. Of 9 remarks of the critic 6 were cut off by the length limit.',
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
      floor: 0,
      gain: 1 / 3,
      asked: 3,
      planned: 3,
      no_code: 2,
      not_compiling: null,
      timed_out: 0,
      cut_off: 1,
      critic_cut_off: null,
      run: 'runs/a',
    });
    expect(record('replay_only_mrr', null)).toMatchObject({value: 1 / 6, n: 3, floor: null});
    expect(record('mrr', null)).toMatchObject({
      ...{value: null, floor: 0, gain: null, asked: 33, planned: 33, n: 2, missing: 1},
      reason: '1 of 3 problems lack a verdict that this figure needs',
    });
  });

  test('end with why verdicts of the run are missing, counted by reason', () => {
    const missing = [
      {reason: '500 CUDA out of memory', n: 24},
      {reason: 'refused', n: 3},
    ];
    const {rows} = figureRecords([{...scored(), missing}]);
    expect(columns.at(-1)).toBe('missing_reasons');
    expect(new Set(rows.map((each) => each.at(-1)))).toEqual(
      new Set(['24: 500 CUDA out of memory; 3: refused']),
    );
    const whole = figureRecords([{...scored(), missing: []}]);
    expect(whole.rows[0]?.at(-1)).toBeNull();
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
