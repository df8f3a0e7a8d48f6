import {expect, it} from 'vitest';
import type {CorrelationRow} from '../../src/correlate/correlate-runs.js';
import {correlationTable, sideBySideTable} from '../../src/report/correlation-report.js';
import {type Agreement, agreement, type Coefficient} from '../../src/score/agreement.js';
import type {PairedModel} from '../../src/score/paired-models.js';

/** A row of a table, whatever it is about. */
function rowOf(reference: string, its: Agreement): CorrelationRow {
  const unmatched = {unmatchedStatic: [], unmatchedLive: [], unusedAliases: [], self: []};
  return {reference, scenario: 'CF_SEF', metric: 'mrr', unmatched, agreement: its};
}

function named(reference: string, spearman: Coefficient) {
  const inside: Coefficient = {value: 0.9, low: 0.8, high: 1, undefined_resamples: 0};
  return rowOf(reference, {
    n_models: 4,
    problems: 4,
    resampled: 'problems',
    bootstrap: {seed: 1, resamples: 1000},
    models: [],
    spearman,
    kendall_tau_b: inside,
    pearson: inside,
    p_value: {value: 0.5, exact: true, permutations: 24},
    discordant_pairs: [],
  });
}

const notes = (spearman: Coefficient) => {
  const rows = [
    named('a', spearman),
    named('b', {value: 0.5, low: 0.5, high: 0.5, undefined_resamples: 0}),
  ];
  return [correlationTable(rows), sideBySideTable(rows)].map((table) => table?.notes.join(' '));
};

it('an interval that excludes its own value is said to, and why', () => {
  for (const note of notes({value: 0.973, low: 0.651, high: 0.956, undefined_resamples: 0})) {
    expect(note).toContain('1 interval excludes its own value.');
  }
});

it('nothing is said where all intervals hold their values', () => {
  for (const note of notes({value: 0.95, low: 0.651, high: 0.956, undefined_resamples: 0})) {
    expect(note).not.toContain('exclude');
  }
});

/** The notes on p of the table on models with these published scores. */
function notesOnP(...cells: {static: number[]; live: number[]}[]): string[] {
  const rows = cells.map(({static: statics, live}) => {
    const models = statics.map((value, at): PairedModel => {
      return {
        model: `m${at}`,
        static: {kind: 'score', value},
        live: {kind: 'score', value: live[at] ?? 0},
      };
    });
    return rowOf('r', agreement(models, {seed: 1, resamples: 100}));
  });
  return correlationTable(rows).notes.filter((note) => note.includes('p cannot fall below'));
}

it.each([
  ['3 models', [0.1, 0.2, 0.3], 'With 3 models p cannot fall below 0.333:'],
  ['4 models', [0.1, 0.2, 0.3, 0.4], 'With 4 models p cannot fall below 0.083:'],
  [
    '4 models, two of them tied',
    [0.1, 0.2, 0.2, 0.4],
    'With 4 models, some of them tied, p cannot fall below 0.167:',
  ],
  [
    '5 models, four of them tied',
    [0.1, 0.1, 0.1, 0.1, 0.4],
    'With 5 models, some of them tied, p cannot fall below 0.400:',
  ],
])('of %s the note tells the least p that is possible', (_, scores, note) => {
  const live = scores.map((_, at) => at / 10);
  expect(notesOnP({static: scores, live})).toEqual([expect.stringContaining(note)]);
});

it.each([
  ['5 models without ties: 2 / 120 is below 0.05', [0.1, 0.2, 0.3, 0.4, 0.5]],
  ['2 models, which have no p', [0.1, 0.2]],
])('nothing is said of %s', (_, scores) => {
  expect(notesOnP({static: scores, live: scores})).toEqual([]);
});

it('rows with other numbers of models have a note each', () => {
  const [three, four] = [
    [0.1, 0.2, 0.3],
    [0.1, 0.2, 0.3, 0.4],
  ];
  const cells = [three, four, four].map((scores) => ({static: scores, live: scores}));
  expect(notesOnP(...cells)).toHaveLength(2);
});

it('scores that are tied otherwise share a note, each with its least p', () => {
  const tied = [0.1, 0.1, 0.3];
  const cells = [[0.1, 0.2, 0.3], tied].map((live) => ({static: tied, live}));
  expect(notesOnP(...cells)).toEqual([
    expect.stringContaining('p cannot fall below 0.333, by another score 0.667:'),
  ]);
});
