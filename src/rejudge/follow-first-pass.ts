import {missingRow} from '../conversation/judged-row.js';
import {rowWithoutAnswer, type VerdictRow} from '../run/verdict-row.js';

const lostPass = 'what passed before did not when it was judged again';

/**
 * Live rows after new verdicts: what stands behind a first pass is solved, what stood behind a lost
 * one is missing.
 */
export function followFirstPass(rows: readonly VerdictRow[]): VerdictRow[] {
  const passed = new Map<string, VerdictRow>();
  const turnZeroPasses = new Map(
    rows
      .filter(({turn, status}) => turn === 0 && status === 'pass')
      .map((row) => [row.task_id, row]),
  );
  return rows.map((row) => {
    const chain = `${row.scenario} ${row.task_id}`;
    const pass =
      passed.get(chain) ?? (row.turn === 0 ? undefined : turnZeroPasses.get(row.task_id));
    const {scenario, task_id, turn, reference_status} = row;
    const place = {scenario, task_id, turn};
    if (pass) {
      const {code_sha256} = pass;
      const known = {origin: 'solved', status: 'pass', code_sha256} as const;
      return rowWithoutAnswer(place, {...known, reference_status});
    }
    if (row.status === 'pass' && row.origin === 'answered') passed.set(chain, row);
    return row.origin === 'solved' ? missingRow(place, reference_status, lostPass) : row;
  });
}
