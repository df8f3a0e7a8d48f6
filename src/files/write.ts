import {randomBytes} from 'node:crypto';
import {closeSync, fsyncSync, lstatSync, readdirSync, renameSync, rmSync, writeSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {makeFolders} from './make-directory.js';
import {folderError, hasCode, openOwnFile} from './own-file.js';

/**
 * Replaces the file at `path` by `chunks`, whole or not at all: written beside it under a name that
 * nobody can guess, synced, then renamed over it. A link at `path` is replaced, not followed.
 * @param synced false for what may be lost with the machine's power, as a verdict that can be had
 * again.
 */
export function writeAtomically(
  path: string,
  chunks: Iterable<string | Uint8Array>,
  {synced = true} = {},
): void {
  const file = openTemporary(path);
  try {
    for (const chunk of chunks) file.write(chunk);
    file.keep(synced);
  } catch (error) {
    file.drop();
    throw error;
  }
}

/**
 * The same from a source that may have to be waited for; makes the folders above `path` as well.
 */
export async function streamAtomically(
  path: string,
  chunks: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
): Promise<void> {
  makeFolders(dirname(path));
  clearStale(dirname(path), basename(path));
  const file = openTemporary(path);
  try {
    for await (const chunk of chunks) file.write(chunk);
    file.keep(true);
  } catch (error) {
    file.drop();
    throw error;
  }
}

/** `value` as indented JSON and a newline, atomically. */
export function writeJson(path: string, value: unknown): void {
  writeAtomically(path, [`${JSON.stringify(value, null, 2)}\n`]);
}

/**
 * Removes what writers left in a directory that were killed. Whoever calls it holds the lock under
 * which they wrote.
 * @param names only what was to become one of these files, where the directory is not all ours.
 */
export function clearLeftovers(directory: string, names?: readonly string[]): void {
  for (const entry of readdirSync(directory, {withFileTypes: true})) {
    const isOurs = names?.includes(entry.name.replace(leftoverEnd, '')) ?? true;
    if (isOurs && isLeftover(entry.name) && !entry.isDirectory())
      rmSync(join(directory, entry.name), {force: true});
  }
}

/** A writer that has not gone on for so long was killed. */
const staleMs = 3_600_000;

/**
 * The same where no lock tells whether a writer lives: what is old enough.
 * @param name only what was to become this file. Default: any.
 */
export function clearStale(directory: string, name?: string): void {
  for (const entry of readdirSync(directory)) {
    if (!isLeftover(entry) || (name !== undefined && entry.replace(leftoverEnd, '') !== name))
      continue;
    const path = join(directory, entry);
    const found = lstatSync(path, {throwIfNoEntry: false});
    if (found?.isFile() && Date.now() - found.mtimeMs > staleMs) rmSync(path, {force: true});
  }
}

/** What a temporary file's name has behind that of the file which it is to become. */
const leftoverEnd = /\.[0-9a-f]{16}\.tmp$/;

/** Whether a file of this name is what a killed writer left: nobody reads it. */
export function isLeftover(name: string): boolean {
  return leftoverEnd.test(name);
}

/**
 * With `CONVCODEBENCH_FAULT_KILL_AT_WRITE=N` the process kills itself (SIGKILL) half-way through
 * its N-th write, so that a test can break it off anywhere.
 */
const killAtWrite = Number(process.env.CONVCODEBENCH_FAULT_KILL_AT_WRITE ?? 0);
let writes = 0;

/** Writes all of `data` to an open descriptor, at once as far as the system allows. */
export function writeFully(descriptor: number, data: Uint8Array): void {
  writes += 1;
  const end = writes === killAtWrite ? data.length >> 1 : data.length;
  for (let at = 0; at < end; ) at += writeSync(descriptor, data, at, end - at);
  if (writes === killAtWrite) process.kill(process.pid, 'SIGKILL');
}

function replace(temporary: string, path: string): void {
  try {
    renameSync(temporary, path);
  } catch (cause) {
    throw hasCode(cause, 'EISDIR', 'ENOTEMPTY', 'EEXIST') ? folderError(path) : cause;
  }
}

/** Written a MiB at a time. */
const batchLength = 1 << 20;

type Temporary = {
  write(chunk: string | Uint8Array): void;
  keep(synced: boolean): void;
  drop(): void;
};

function openTemporary(path: string): Temporary {
  const temporary = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  const descriptor = openOwnFile(temporary, 'create');
  let pending = '';
  const flush = () => {
    if (pending !== '') writeFully(descriptor, Buffer.from(pending));
    pending = '';
  };
  return {
    write(chunk) {
      if (typeof chunk === 'string') pending += chunk;
      if (typeof chunk !== 'string' || pending.length >= batchLength) flush();
      if (typeof chunk !== 'string') writeFully(descriptor, chunk);
    },
    keep(synced) {
      flush();
      if (synced) fsyncSync(descriptor);
      replace(temporary, path);
      closeSync(descriptor);
    },
    drop() {
      closeSync(descriptor);
      rmSync(temporary, {force: true});
    },
  };
}
