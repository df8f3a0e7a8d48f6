import type {PowerRow} from '../correlate/power.js';
import type {PowerView} from '../correlate/views.js';
import {counted} from '../options/counted.js';
import type {BootstrapOptions} from '../score/bootstrap.js';
import type {Report} from './formats.js';
import {metricName} from './metric-name.js';
import {coefficient, withInterval} from './percent.js';
import type {ReportRecords, ReportTable} from './table.js';

/** The agreement to expect of fewer problems, by row of the view. */
export function powerReport({rows, bootstrap}: PowerView): Report {
  return {
    tables: [powerTable(rows, bootstrap)],
    records: () => powerRecords(rows),
    json: {power: rows, bootstrap},
  };
}

/**
 * What fewer problems would cost in agreement: a row per reference, scenario and metric, a column
 * per size.
 */
function powerTable(rows: readonly PowerRow[], {resamples, seed}: BootstrapOptions): ReportTable {
  const sizes = rows[0]?.sizes ?? [];
  const reasons = rows.flatMap((row) =>
    row.sizes.flatMap((power) => (power.expected === null ? [power.reason] : [])),
  );
  return {
    title: 'Expected Spearman of fewer problems with the live ranking over all',
    columns: [
      'reference',
      'scenario',
      'metric',
      ...sizes.map(({size}) => counted(size, 'problem')),
    ],
    rows: rows.map((row) => [
      row.reference,
      row.scenario,
      metricName(row.metric),
      ...row.sizes.map((power) =>
        power.expected === null
          ? '–'
          : withInterval(coefficient, {...power, value: power.expected}),
      ),
    ]),
    notes: [
      `Mean and 95% interval over ${resamples} random subsets of each size (seed ${seed}), drawn by the turn at which the reference solved a problem.`,
      ...[...new Set(reasons)].map((reason) => `–: ${reason}.`),
    ],
  };
}

/** One record per reference, scenario, metric and size, for programs that read CSV. */
function powerRecords(rows: readonly PowerRow[]): ReportRecords {
  return {
    columns: [
      'reference',
      'scenario',
      'metric',
      'problems',
      'expected_spearman',
      'low',
      'high',
      'reason',
    ],
    rows: rows.flatMap(({reference, scenario, metric, sizes}) =>
      sizes.map((power) => [
        reference,
        scenario,
        metric,
        power.size,
        ...(power.expected === null
          ? [null, null, null, power.reason]
          : [power.expected, power.low, power.high, null]),
      ]),
    ),
  };
}
