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
