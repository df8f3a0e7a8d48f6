import {expect, it} from 'vitest';
import {correlationTable, sideBySideTable} from '../../src/report/correlation-report.js';
import type {Agreement, Coefficient} from '../../src/score/agreement.js';

function named(reference: string, spearman: Coefficient) {
  const inside: Coefficient = {value: 0.9, low: 0.8, high: 1, undefined_resamples: 0};
  const agreement: Agreement = {
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
  };
  return {reference, scenario: 'CF_SEF', metric: 'mrr', agreement};
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
    expect(note).toContain('1 of the intervals exclude their own value.');
  }
});

it('nothing is said where all intervals hold their values', () => {
  for (const note of notes({value: 0.95, low: 0.651, high: 0.956, undefined_resamples: 0})) {
    expect(note).not.toContain('exclude');
  }
});
