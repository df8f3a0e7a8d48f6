import type {VerdictRow} from './verdict-row.js';

/**
 * How many answers hold a program whose tests did not end in time.
 * @param tasks only places of these problems; default: all.
 */
export function countTimedOut(rows: Iterable<VerdictRow>, tasks?: ReadonlySet<string>): number {
  let count = 0;
  for (const {origin, status, task_id} of rows)
    if (origin === 'answered' && status === 'timeout' && tasks?.has(task_id) !== false) count += 1;
  return count;
}
