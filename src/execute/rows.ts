import {z} from 'zod';
import {HarnessError} from '../errors.js';
import {type Ledger, openLedger} from '../files/ledger.js';
import {trustSchema} from '../judging/trust.js';
import {statusSchema} from '../log/log-line.js';
import type {SampleKey} from './plan.js';

/** One judged sample while a batch is under way; `code` is what was judged. */
const storedRowSchema = z.object({
  task_id: z.string(),
  /** Which of its problem’s samples it is; version 0.1 judged one of each. */
  sample: z.int().min(0).default(0),
  status: statusSchema,
  /** Of a pass; null for none, and in rows of version 0.1. */
  trust: trustSchema.nullable().default(null),
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

/** What is kept in memory of a stored row; `bytes`: what its code weighs. */
type RowNote = Pick<StoredRow, 'status' | 'trust' | 'code_sha256' | 'settled' | 'again'> & {
  flaky: boolean;
  bytes: number;
};

/** The rows of a batch by `rowKey`; their codes stay on disk. */
export type SampleRows = Ledger<StoredRow, RowNote>;

/** Opens (or makes) the file at `path`. The same errors as `openLedger`. */
export function openSampleRows(path: string): Promise<SampleRows> {
  return openLedger(path, {
    schema: storedRowSchema,
    keyOf: ({task_id: taskId, sample}: StoredRow) => rowKey({taskId, sample}),
    noteOf: ({status, trust, code_sha256, settled, again, statuses, code}): RowNote => {
      const verdicts = new Set(statuses.filter((each) => each !== 'missing'));
      return {
        status,
        trust,
        code_sha256,
        settled,
        again,
        flaky: verdicts.size > 1,
        bytes: code.length,
      };
    },
  });
}

/** Under what a sample’s row is kept. */
export function rowKey({taskId, sample}: SampleKey): string {
  return `${sample} ${taskId}`;
}

/** The row of a sample that was judged. */
export function rowOf(rows: SampleRows, key: SampleKey): StoredRow {
  const row = rows.get(rowKey(key));
  if (row) return row;
  throw new HarnessError(`no row of sample ${rowKey(key)}, which was to be judged`);
}
