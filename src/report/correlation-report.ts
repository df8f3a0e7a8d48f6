import type {CorrelationRow} from '../correlate/correlate-runs.js';
import type {AgreementView} from '../correlate/views.js';
import type {Coefficient} from '../score/agreement.js';
import type {PValue} from '../score/permutation-p-value.js';
import {coefficientCell, pValue} from './coefficients.js';
import {exclusionNotes, methodNotes, unmatchedNotes} from './correlation-notes.js';
import type {Report} from './formats.js';
import {metricName} from './metric-name.js';
import {discordantTable} from './ranking-tables.js';
import {simulatedNote} from './simulated-note.js';
import type {ReportRecords, ReportTable} from './table.js';

/** Static against live: coefficients, references side by side, and pairs in another order. */
export function agreementReport({rows, simulated}: AgreementView): Report {
  const notes = [...unmatchedNotes(rows), ...(simulated ? [simulatedNote] : [])];
  const sideBySide = sideBySideTable(rows);
  return {
    tables: [
      correlationTable(rows, notes),
      ...(sideBySide ? [sideBySide] : []),
      discordantTable(rows),
    ],
    records: () => correlationRecords(rows),
    json: {correlations: rows},
  };
}

/** Static against live, a row per reference model, scenario and metric. */
export function correlationTable(
  rows: readonly CorrelationRow[],
  notes: readonly string[] = [],
): ReportTable {
  return {
    title: 'Agreement of the static ranking with the live one',
    columns: [
      'reference',
      'scenario',
      'metric',
      'Spearman',
      'Kendall tau-b',
      'Pearson',
      'p',
      'models',
      'problems',
    ],
    rows: rows.map(({reference, scenario, metric, agreement}) => [
      reference,
      scenario,
      metricName(metric),
      coefficientCell(agreement.spearman),
      coefficientCell(agreement.kendall_tau_b),
      coefficientCell(agreement.pearson),
      agreement.p_value.value === null ? '–' : pValue(agreement.p_value.value),
      String(agreement.n_models),
      agreement.problems === null ? 'published' : String(agreement.problems),
    ]),
    notes: [...methodNotes(rows), ...notes],
  };
}

/**
 * Several references side by side: Spearman, a row per scenario and metric. Null for a single one.
 */
export function sideBySideTable(rows: readonly CorrelationRow[]): ReportTable | null {
  const references = [...new Set(rows.map(({reference}) => reference))];
  if (references.length < 2) return null;
  const kinds = new Map(rows.map((row) => [`${row.scenario} ${row.metric}`, row]));
  const at = (reference: string, {scenario, metric}: CorrelationRow) =>
    rows.find(
      (row) => row.reference === reference && row.scenario === scenario && row.metric === metric,
    );
  return {
    title: 'Spearman of static with live, by reference model',
    columns: ['scenario', 'metric', ...references],
    rows: [...kinds.values()].map((kind) => [
      kind.scenario,
      metricName(kind.metric),
      ...references.map((reference) => {
        const row = at(reference, kind);
        return row ? coefficientCell(row.agreement.spearman) : '–';
      }),
    ]),
    notes: [
      'Convention: credited.',
      ...exclusionNotes(rows.map(({agreement}) => agreement.spearman)),
    ],
  };
}

/**
 * One record per reference, scenario, metric and coefficient, for programs that read CSV, and one
 * for each model: the point of a scatter plot, `static` across and `live` up.
 */
function correlationRecords(rows: readonly CorrelationRow[]): ReportRecords {
  return {
    columns: [
      'reference',
      'scenario',
      'metric',
      'coefficient',
      'value',
      'low',
      'high',
      'models',
      'problems',
      'resampled',
      'resamples',
      'seed',
      'reason',
      'model',
      'static',
      'live',
    ],
    rows: rows.flatMap(({reference, scenario, metric, agreement}) => {
      const {n_models, problems, resampled, bootstrap} = agreement;
      const behind = [n_models, problems, resampled, bootstrap.resamples, bootstrap.seed];
      const coefficients = ['spearman', 'kendall_tau_b', 'pearson', 'p_value'] as const;
      const nothing = [null, null, null];
      return [
        ...coefficients.map((name) => [
          ...[reference, scenario, metric, name],
          ...numbersOf(agreement[name]),
          ...behind,
          agreement[name].value === null ? agreement[name].reason : null,
          ...nothing,
        ]),
        ...agreement.models.map(({model, static: across, live: up}) => [
          ...[reference, scenario, metric, 'point'],
          ...nothing,
          ...[n_models, problems, null, null, null, null],
          ...[model, across, up],
        ]),
      ];
    }),
  };
}

function numbersOf(measure: Coefficient | PValue): (number | null)[] {
  if (measure.value === null) return [null, null, null];
  return 'low' in measure
    ? [measure.value, measure.low, measure.high]
    : [measure.value, null, null];
}
