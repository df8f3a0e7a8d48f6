import {z} from 'zod';
import {HarnessError} from '../errors.js';
import {type Ledger, openLedger} from '../files/ledger.js';
import {statusSchema} from '../log/log-line.js';

/** One judged sample while a batch is under way; `code` is what was judged. */
const storedRowSchema = z.object({
  task_id: z.string(),
  status: statusSchema,
  failures: z.array(z.object({test: z.string(), text: z.string()})),
  code_sha256: z.string(),
  /** The verdict of each run, where there were several; else one. */
  statuses: z.array(statusSchema),
  /**
   * False for a timeout of a job that did not have its share of the machine: it runs again after
   * the rest.
   */
  settled: z.boolean(),
  /** Whether it ran again for that. */
  again: z.boolean(),
  code: z.string(),
});

export type StoredRow = z.infer<typeof storedRowSchema>;

/** What is kept in memory of a stored row. */
type RowNote = Pick<StoredRow, 'status' | 'code_sha256' | 'settled' | 'again'> & {
  flaky: boolean;
};

/** The rows of a batch by task id; their codes stay on disk. */
export type SampleRows = Ledger<StoredRow, RowNote>;

/** Opens (or makes) the file at `path`. The same errors as `openLedger`. */
export function openSampleRows(path: string): Promise<SampleRows> {
  return openLedger(path, {
    schema: storedRowSchema,
    keyOf: ({task_id}: StoredRow) => task_id,
    noteOf: ({status, code_sha256, settled, again, statuses}): RowNote => {
      const verdicts = new Set(statuses.filter((each) => each !== 'missing'));
      return {status, code_sha256, settled, again, flaky: verdicts.size > 1};
    },
  });
}

/** The row of a sample that was judged. */
export function rowOf(rows: SampleRows, taskId: string): StoredRow {
  const row = rows.get(taskId);
  if (row) return row;
  throw new HarnessError(`no row of ${taskId}, which was to be judged`);
}
