import type {VerdictRow} from './verdict-row.js';

/** Why `n` places have no verdict. */
export type MissingReason = {reason: string; n: number};

/**
 * Why verdicts are missing, equal reasons counted, the most frequent first.
 * @param tasks only places of these problems; default: all.
 */
export function missingReasons(
  rows: Iterable<VerdictRow>,
  tasks?: ReadonlySet<string>,
): MissingReason[] {
  const counted = new Map<string, number>();
  for (const {status, missing, task_id} of rows) {
    if (status !== 'missing' || tasks?.has(task_id) === false) continue;
    const reason = missing ?? untold;
    counted.set(reason, (counted.get(reason) ?? 0) + 1);
  }
  return Array.from(counted, ([reason, n]) => ({reason, n})).sort((a, b) => b.n - a.n);
}

const untold = 'the run does not tell why';
