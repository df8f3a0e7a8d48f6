import {closeSync, fsyncSync, openSync, renameSync, writeSync} from 'node:fs';

/**
 * Everything the program writes goes through here, so that one hook can break it off anywhere: with
 * `CONVCODEBENCH_FAULT_KILL_AT_WRITE=N` the process kills itself (SIGKILL) half-way through its
 * N-th write.
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

/**
 * Replaces the file at `path` by `chunks`, whole or not at all: written beside it, synced, then
 * renamed over it.
 */
export function writeAtomically(path: string, chunks: Iterable<string>): void {
  const temporary = `${path}.tmp`;
  const descriptor = openSync(temporary, 'w');
  try {
    for (const batch of batches(chunks)) writeFully(descriptor, batch);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, path);
}

/** `value` as indented JSON and a newline, atomically. */
export function writeJson(path: string, value: unknown): void {
  writeAtomically(path, [`${JSON.stringify(value, null, 2)}\n`]);
}

const batchLength = 1 << 20;

function* batches(chunks: Iterable<string>): Generator<Uint8Array> {
  let pending = '';
  for (const chunk of chunks) {
    pending += chunk;
    if (pending.length < batchLength) continue;
    yield Buffer.from(pending);
    pending = '';
  }
  if (pending !== '') yield Buffer.from(pending);
}
