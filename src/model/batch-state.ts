import {existsSync} from 'node:fs';
import {z} from 'zod';
import {readJson} from '../files/json.js';
import {writeJson} from '../files/write.js';

/** What is known of the batches of one folder: ids only, no key, no address, no path. Null: not yet. */
const batchState = z.strictObject({
  version: z.literal(1),
  batches: z.array(
    z.strictObject({
      /** Name of the batch file in its folder. */
      file: z.string(),
      sha256: z.string(),
      input_file_id: z.string().nullable(),
      batch_id: z.string().nullable(),
      status: z.string().nullable(),
      output_file_id: z.string().nullable(),
      error_file_id: z.string().nullable(),
    }),
  ),
});
export type BatchState = z.infer<typeof batchState>;
export type BatchEntry = BatchState['batches'][number];

/** @throws {FileFormatError} when the file is not of this format and version. */
export function readBatchState(path: string): BatchState {
  return existsSync(path) ? readJson(path, batchState) : {version: 1, batches: []};
}

export function writeBatchState(path: string, state: BatchState): void {
  writeJson(path, state);
}

/** After these a batch changes no more. */
export function isOver({status}: BatchEntry): boolean {
  return status !== null && ['completed', 'failed', 'expired', 'cancelled'].includes(status);
}
