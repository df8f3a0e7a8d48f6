import {HarnessError} from '../errors.js';
import {turnZeroScenario} from '../problem/scenario.js';
import type {RunTotals} from '../run/run-manifest.js';
import type {Figure} from '../score/figure.js';
import type {Metrics} from '../score/metrics.js';
import {counts, figureCell} from './figure-cell.js';
import {answersNote} from './run-notes.js';
import type {ReportTable} from './table.js';

/**
 * The same target under several critics: Pass@1 before and after one turn of feedback, per
 * scenario.
 */
export function criticsTable(
  model: string,
  runs: readonly {critic: string; metrics: Metrics; totals: RunTotals | null}[],
): ReportTable {
  const [first] = runs;
  if (first === undefined) throw new HarnessError('no run to compare');
  const ids = [
    ...new Set(runs.flatMap(({metrics}) => metrics.scenarios.map(({scenario}) => scenario))),
  ].filter((id) => id !== turnZeroScenario);
  const figureAt = (metrics: Metrics, id: string, turn: number) =>
    metrics.scenarios.find(({scenario}) => scenario === id)?.pass_at_1[turn];
  const row = (name: string, figures: (Figure | undefined)[]) => [
    name,
    ...figures.map(figureCell),
    counts(figures),
  ];
  return {
    title: `${model}: Pass@1 after one turn, by critic, percent`,
    columns: ['critic', ...ids, 'n (missing)'],
    rows: [
      row(
        'none (turn 0)',
        ids.map((id) => figureAt(first.metrics, id, 0)),
      ),
      ...runs.map(({critic, metrics}) =>
        row(
          critic,
          ids.map((id) => figureAt(metrics, id, 1)),
        ),
      ),
    ],
    notes: [
      `Convention: ${first.metrics.convention}. Intervals: 95%, Wilson’s. Compare with Table 14 of the paper (CF_SEF).`,
      ...runs.flatMap(({critic, totals}) => (totals ? [`${critic}: ${answersNote(totals)}`] : [])),
    ],
  };
}
