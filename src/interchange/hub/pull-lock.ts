import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import {FileFormatError} from '../../errors.js';
import {cacheDirectory} from '../../files/cache-directory.js';
import {readJson} from '../../files/json.js';
import {writeJson} from '../../files/write.js';

/** What the first download of a file was. */
const lockedFileSchema = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().min(1),
  /**
   * Asked for again by the next download; null for a file that came by `--from`, or where the
   * server did not tell.
   */
  commit: z.string().nullable(),
});

const lockSchema = z.strictObject({
  format: z.literal('convcodebench-pull-lock'),
  format_version: z.literal(1),
  files: z.record(z.string(), lockedFileSchema),
});

export type LockedFile = z.infer<typeof lockedFileSchema>;

/**
 * Where checksums are kept that nobody could know beforehand: `pull-lock.json` in the cache folder.
 */
export function pullLockPath(): string {
  return join(cacheDirectory(), 'pull-lock.json');
}

/** The file's first download; null before it. @throws {FileFormatError} for a damaged lock file. */
export function readLocked(name: string): LockedFile | null {
  return readLock().files[name] ?? null;
}

/**
 * Records a first download, or holds a later one to it.
 * @throws {FileFormatError} when it is another file than the first.
 */
export function lockFile(name: string, file: LockedFile): void {
  const lock = readLock();
  const locked = lock.files[name];
  if (locked?.sha256 === file.sha256) return;
  if (locked) throw new FileFormatError(changed(name, {locked, sha256: file.sha256}));
  writeJson(pullLockPath(), {...lock, files: {...lock.files, [name]: file}});
}

function changed(name: string, {locked, sha256}: {locked: LockedFile; sha256: string}): string {
  return `${name}: sha256: ${sha256}, the first download was ${locked.sha256}; if the dataset was changed on purpose, remove its entry from ${pullLockPath()}`;
}

function readLock(): z.infer<typeof lockSchema> {
  const path = pullLockPath();
  if (existsSync(path)) return readJson(path, lockSchema);
  return {format: 'convcodebench-pull-lock', format_version: 1, files: {}};
}
