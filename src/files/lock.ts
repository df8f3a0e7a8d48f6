import {closeSync, renameSync, rmSync, writeSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {UsageError} from '../errors.js';
import {hasCode, openOwnFile, readOwnFile} from './own-file.js';

/**
 * Takes the one-writer lock of a directory and returns what releases it. A lock whose process is
 * gone (killed) is taken over at once, which a lock by age could not do.
 * @throws {UsageError} while another living process holds it, or where a link stands in its place.
 */
export function lockDirectory(directory: string): () => void {
  const path = join(directory, '.lock');
  let holder = '';
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (tryLock(path)) return () => rmSync(path, {force: true});
    holder = readHolder(path);
    if (isAlive(holder)) break;
    removeStale(path, holder);
  }
  throw new UsageError(
    `${directory}: process ${holder.split(' ')[0] || '?'} is writing to it; wait for it to end, or remove ${path} if it runs on a machine that is gone`,
  );
}

function tryLock(path: string): boolean {
  try {
    const descriptor = openOwnFile(path, 'create');
    writeSync(descriptor, `${process.pid} ${hostname()}\n`);
    closeSync(descriptor);
    return true;
  } catch (cause) {
    if (hasCode(cause, 'EEXIST')) return false;
    throw cause;
  }
}

/**
 * What the lock says, `PID HOST`. One that says nothing may be a moment old, its maker about to
 * write: it is read again.
 */
function readHolder(path: string): string {
  const holder = readText(path);
  if (holder !== '') return holder;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  return readText(path);
}

function readText(path: string): string {
  try {
    return readOwnFile(path).trim();
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return '';
    throw cause;
  }
}

function isAlive(holder: string): boolean {
  const [pid, host] = holder.split(' ');
  if (!pid || !host) return false;
  if (host !== hostname()) return true;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (cause) {
    return hasCode(cause, 'EPERM');
  }
}

/**
 * Moved aside before it is removed: of two that find the same stale lock, the later one sees that
 * it has moved the earlier one's, and puts it back.
 */
function removeStale(path: string, holder: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return;
    throw cause;
  }
  if (readText(aside) === holder) rmSync(aside, {force: true});
  else renameSync(aside, path);
}
