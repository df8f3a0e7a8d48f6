import type {Power} from '../score/power.js';
import {metricName} from './correlation-report.js';
import {coefficient} from './percent.js';
import type {ReportRecords, ReportTable} from './table.js';

/** What a row of the table is about. */
export type NamedPower = {
  reference: string;
  scenario: string;
  metric: string;
  sizes: readonly ({size: number} & Power)[];
};

/**
 * What fewer problems would cost in agreement: a row per reference, scenario and metric, a column
 * per size.
 */
export function powerTable(
  rows: readonly NamedPower[],
  {resamples, seed}: {resamples: number; seed: number},
): ReportTable {
  const sizes = rows[0]?.sizes ?? [];
  const reasons = rows.flatMap((row) =>
    row.sizes.flatMap((power) => (power.expected === null ? [power.reason] : [])),
  );
  return {
    title: 'Expected Spearman of fewer problems with the live ranking over all',
    columns: ['reference', 'scenario', 'metric', ...sizes.map(({size}) => `${size} problems`)],
    rows: rows.map((row) => [
      row.reference,
      row.scenario,
      metricName(row.metric),
      ...row.sizes.map((power) =>
        power.expected === null
          ? '–'
          : `${coefficient(power.expected)} [${coefficient(power.low)}, ${coefficient(power.high)}]`,
      ),
    ]),
    notes: [
      `Mean and 95% interval over ${resamples} random subsets of each size (seed ${seed}), drawn by the turn at which the reference solved a problem.`,
      ...[...new Set(reasons)].map((reason) => `–: ${reason}.`),
    ],
  };
}

/** One record per reference, scenario, metric and size, for programs that read CSV. */
export function powerRecords(rows: readonly NamedPower[]): ReportRecords {
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
