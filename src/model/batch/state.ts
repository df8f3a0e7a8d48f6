import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import {UsageError} from '../../errors.js';
import {sha256} from '../../files/canonical-hash.js';
import {readJson} from '../../files/json.js';
import {writeJson} from '../../files/write.js';
import {option} from '../../options/option-name.js';

/**
 * What is known of the batches of one folder: ids only, no key, no address, no path. Null: not yet.
 */
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

/**
 * The entry of each batch file in the folder, new ones with nothing known.
 * @throws {UsageError} when there is none, or one has changed since it was sent.
 */
export function enlist({batches}: BatchState, directory: string): BatchEntry[] {
  const files = readdirSync(directory).filter((name) => /^batch-\d+\.jsonl$/.test(name));
  if (files.length === 0)
    throw new UsageError(
      `${directory}: holds no batch-0001.jsonl; write it with ${option('writePlanAsBatches.directory')}`,
    );
  return files.sort().map((file) => {
    const hash = sha256(readFileSync(join(directory, file)));
    const known = batches.find((entry) => entry.file === file);
    if (known && known.sha256 !== hash)
      throw new UsageError(
        `${join(directory, file)}: has changed since it was submitted; put the plan into a new folder`,
      );
    return known ?? {file, sha256: hash, ...nothingKnown};
  });
}

const nothingKnown = {
  input_file_id: null,
  batch_id: null,
  status: null,
  output_file_id: null,
  error_file_id: null,
};
