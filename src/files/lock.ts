import {closeSync, openSync, readFileSync, rmSync, writeSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {UsageError} from '../errors.js';

/**
 * Takes the one-writer lock of a directory and returns what releases it. A lock whose process is gone (killed) is taken over at once,
 * which a lock by age could not do.
 * @throws {UsageError} while another living process holds it.
 */
export function lockDirectory(directory: string): () => void {
  const path = join(directory, '.lock');
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (tryLock(path)) return () => rmSync(path, {force: true});
    const holder = readHolder(path);
    if (holder !== undefined && isAlive(holder)) break;
    rmSync(path, {force: true});
  }
  throw new UsageError(
    `${directory}: process ${readHolder(path)?.pid ?? '?'} is writing to it; wait for it to end, or remove ${path} if it runs on a machine that is gone`,
  );
}

type Holder = {pid: number; host: string};

function tryLock(path: string): boolean {
  try {
    const descriptor = openSync(path, 'wx');
    writeSync(descriptor, `${process.pid} ${hostname()}\n`);
    closeSync(descriptor);
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw cause;
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    const [pid, host] = readFileSync(path, 'utf8').trim().split(' ');
    return pid && host ? {pid: Number(pid), host} : undefined;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw cause;
  }
}

function isAlive({pid, host}: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}
