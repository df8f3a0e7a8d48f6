import {ALL} from '../judging/failing-entries.js';
import type {TrustPolicy} from '../score/count-trust.js';
import type {StoredRow} from './rows.js';

/**
 * Which passes of a batch count. `inseparable`: the problems with a pass of one process whose tests
 * cannot be held apart from any program.
 */
export type Counting = {policy: TrustPolicy; inseparable: ReadonlySet<string>};

type CountedFields = Pick<StoredRow, 'task_id' | 'status' | 'trust'>;

/** Whether that is a pass of one process, though its problem's tests can be held apart. */
function hangs({task_id, status, trust}: CountedFields, {inseparable}: Counting): boolean {
  return status === 'pass' && trust === 'shared' && !inseparable.has(task_id);
}

/** The status as it is counted. */
export function countedStatus(row: CountedFields, counting: Counting): StoredRow['status'] {
  return counting.policy === 'separate' && hangs(row, counting) ? 'fail' : row.status;
}

/** The row as it is written. */
export function countedRow(row: StoredRow, counting: Counting): StoredRow {
  const status = countedStatus(row, counting);
  return status === row.status
    ? row
    : {...row, status, trust: null, failures: [{test: ALL, text: notApart}]};
}

const notApart = 'Passed in one process with its tests, and not apart from them';
