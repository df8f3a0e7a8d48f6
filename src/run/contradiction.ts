import {countPasses} from './count-passes.js';
import type {RunTotals} from './run-manifest.js';
import type {VerdictRow} from './verdict-row.js';

/**
 * What of a row no run writes, whatever its log, the field first; null where it may be.
 * @param tellsTrust whether its run is from after it was known how passes are established.
 */
export function contradictionIn(row: VerdictRow, tellsTrust = true): string | null {
  const {origin, status, failures, request, found, trust, missing} = row;
  if ((origin === 'missing') !== (status === 'missing')) return `origin: ${origin} with ${status}`;
  if ((status === 'missing') !== (missing !== null)) return `missing: ${missing} with ${status}`;
  if (origin === 'answered' && request === null) return 'request: null, but it was answered';
  if ((request === null) !== (found === null)) return `found: ${found} without an answer`;
  if (origin !== 'answered') return null;
  if (tellsTrust && (status === 'pass') !== (trust !== null))
    return `trust: ${trust} with ${status}`;
  return status === 'pass' && failures.length > 0 ? 'failures: named for what passed' : null;
}

/** The first count in which a run's totals are not those of its rows; null where all are. */
export function miscountIn(rows: readonly VerdictRow[], totals: RunTotals): string | null {
  const answered = rows.filter(({request}) => request !== null);
  const {passes} = countPasses(answered);
  const counts: [field: string, told: number | undefined, counted: number | undefined][] = [
    ['answered', totals.answered, answered.length],
    ['missing', totals.missing, rows.filter(({status}) => status === 'missing').length],
    ['passes.separate', totals.passes?.separate, passes?.separate],
    ['passes.shared', totals.passes?.shared, passes?.shared],
  ];
  const wrong = counts.find(([, told, counted]) => told !== undefined && told !== counted);
  return wrong ? `totals.${wrong[0]}: ${wrong[1]}, its rows come to ${wrong[2]}` : null;
}
