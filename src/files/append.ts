import {closeSync, fstatSync, ftruncateSync, openSync, readSync} from 'node:fs';
import {toJsonLine} from './jsonl.js';
import {writeFully} from './write.js';

/**
 * An append-only JSONL file. `append` returns when the line is with the operating system: killing
 * us loses nothing before it.
 */
export type Appender = {append(record: unknown): void; close(): void};

/**
 * Opens (or makes) `path` for appending; a torn last line, which a killed writer left, is dropped,
 * never more.
 */
export function openAppender(path: string): Appender {
  const descriptor = openSync(path, 'a+');
  mendLastLine(descriptor);
  return {
    append: (record) => writeFully(descriptor, Buffer.from(toJsonLine(record))),
    close: () => closeSync(descriptor),
  };
}

function mendLastLine(descriptor: number): void {
  const {size} = fstatSync(descriptor);
  const {start, text} = unendedTail(descriptor, size);
  if (text === '') return;
  if (isWhole(text)) writeFully(descriptor, Buffer.from('\n'));
  else ftruncateSync(descriptor, start);
}

/** What stands behind the last `\n`, and where it begins. */
function unendedTail(descriptor: number, size: number): {start: number; text: string} {
  let tail = Buffer.alloc(0);
  for (let start = size; start > 0; ) {
    const from = Math.max(0, start - 65_536);
    const block = Buffer.alloc(start - from);
    readSync(descriptor, block, 0, block.length, from);
    const at = block.lastIndexOf(10);
    tail = Buffer.concat([block.subarray(at + 1), tail]);
    if (at !== -1) return {start: from + at + 1, text: tail.toString()};
    start = from;
  }
  return {start: 0, text: tail.toString()};
}

/**
 * A record cut off anywhere before its last brace is not JSON, so what parses has lost its `\n`
 * only.
 */
function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
