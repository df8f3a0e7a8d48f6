import type {ExecuteOutcome} from '../execute/execute-samples.js';
import type {ExecuteTotals} from '../execute/identity.js';
import {percent} from './percent.js';
import type {ReportTable} from './table.js';

/** The counts as a table; the share that passes is over the samples that have a verdict. */
export function executeTable(out: string, suite: string, counts: ExecuteTotals): ReportTable {
  const {samples, pass, missing, flaky} = counts;
  const judged = samples - missing;
  const rows = (['pass', 'fail', 'timeout', 'error', 'missing'] as const).map((status) => [
    status,
    String(counts[status]),
    status === 'missing' || judged === 0 ? '–' : percent(counts[status] / judged),
  ]);
  return {
    title: `${out}: ${samples} samples of ${suite}`,
    columns: ['verdict', 'samples', 'percent'],
    rows,
    notes: [
      judged === 0
        ? 'No sample has a verdict.'
        : `${pass} of ${judged} samples with a verdict pass.`,
      ...(flaky === null ? [] : [`${flaky} samples had more than one verdict.`]),
    ],
  };
}

/** What was judged now, and what is left to do. */
export function executeLines({manifest, jobsRun, stopped}: ExecuteOutcome, out: string): string[] {
  const {missing, bad_lines: badLines, flaky} = manifest.totals;
  return [
    `${jobsRun} jobs judged now`,
    ...(flaky
      ? [`${flaky} samples are flaky: ${out}.flaky.jsonl has the verdict of each run`]
      : []),
    ...(badLines > 0
      ? [`${badLines} lines are no samples of the suite and were left out (listed above)`]
      : []),
    ...(stopped === null ? [] : [`stopped: ${stopped}; what is done is kept in ${out}.work`]),
    ...(missing > 0
      ? [`${missing} verdicts are missing; give the same command again to go on`]
      : []),
  ];
}
