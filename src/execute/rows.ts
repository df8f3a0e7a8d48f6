import {closeSync, fstatSync, ftruncateSync, readSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {z} from 'zod';
import {MissingRequirementError} from '../errors.js';
import {linesOf, parseRecord, toJsonLine} from '../files/jsonl.js';
import {openOwnFile} from '../files/own-file.js';
import {writeFully} from '../files/write.js';
import {statusSchema} from '../log/log-line.js';

/** One judged sample while a batch is under way; `code` is what was judged. */
export const storedRowSchema = z.object({
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
export type RowKey = Pick<StoredRow, 'status' | 'code_sha256' | 'settled' | 'again'> & {
  flaky: boolean;
};

/** Rows on disk, one place in memory for each; of two rows of a problem the later counts. */
export type RowStore = {
  /** Task id -> what its row says. */
  keys: ReadonlyMap<string, RowKey>;
  /**
   * @throws {NoRoomError} when the disk has no room for it, also after two more attempts. What was
   * stored before stays whole.
   */
  add(row: StoredRow): Promise<void>;
  read(taskId: string): StoredRow;
  close(): void;
};

/** The disk (or a quota, or a limit on a file's size) has no room for what has to be kept. */
export class NoRoomError extends MissingRequirementError {
  override name = 'NoRoomError';
}

/**
 * Opens (or makes) the file at `path`; a torn last line, which a killed writer left, is dropped.
 * @throws {FileFormatError} for any other damage.
 */
export async function openRowStore(path: string): Promise<RowStore> {
  const descriptor = openOwnFile(path, 'append');
  const places = new Map<string, RowKey & {offset: number; length: number}>();
  let end = 0;
  for await (const {line, bytes, ended} of linesOf(path)) {
    if (!ended) break;
    const row = parseRecord(jsonOf(bytes), storedRowSchema, path, line);
    places.set(row.task_id, {...keyOf(row), offset: end, length: bytes.length});
    end += bytes.length + 1;
  }
  if (fstatSync(descriptor).size > end) ftruncateSync(descriptor, end);

  return {
    keys: places,
    async add(row) {
      const line = Buffer.from(toJsonLine(row));
      await withRoom(path, () => {
        writeOrTakeBack(descriptor, line, end);
        places.set(row.task_id, {...keyOf(row), offset: end, length: line.length - 1});
        end += line.length;
      });
    },
    read(taskId) {
      const place = places.get(taskId);
      if (!place) throw new RangeError(`no row of ${taskId}`);
      const bytes = Buffer.alloc(place.length);
      for (let at = 0; at < bytes.length; )
        at += readSync(descriptor, bytes, at, bytes.length - at, place.offset + at);
      return storedRowSchema.parse(JSON.parse(bytes.toString()));
    },
    close: () => closeSync(descriptor),
  };
}

/**
 * Whether writing failed for want of room: disk full, quota used up, or the largest file that is
 * allowed.
 */
export function isNoRoom(error: unknown): boolean {
  if (error instanceof NoRoomError) return true;
  const codes = ['ENOSPC', 'EDQUOT', 'EFBIG'];
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** What is no JSON fails its schema. */
function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

function keyOf({status, code_sha256, settled, again, statuses}: StoredRow): RowKey {
  const verdicts = new Set(statuses.filter((each) => each !== 'missing'));
  return {status, code_sha256, settled, again, flaky: verdicts.size > 1};
}

function writeOrTakeBack(descriptor: number, line: Uint8Array, end: number): void {
  try {
    writeFully(descriptor, line);
  } catch (error) {
    ftruncateSync(descriptor, end);
    throw error;
  }
}

const waitsMs = [200, 1000];

async function withRoom(path: string, write: () => void): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      write();
      return;
    } catch (cause) {
      if (!isNoRoom(cause)) throw cause;
      const wait = waitsMs[attempt];
      if (wait === undefined)
        throw new NoRoomError(`${path}: no room on the disk for another verdict`, {cause});
      await sleep(wait);
    }
  }
}
