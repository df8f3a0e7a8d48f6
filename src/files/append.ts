import {closeSync, fstatSync, ftruncateSync} from 'node:fs';
import {HarnessError} from '../errors.js';
import {LONGEST_LINE, tooLarge} from './bounds.js';
import {readSpan, type Span} from './contents.js';
import {type RawLine, splitLines, toJsonLine} from './jsonl.js';
import {openOwnFile} from './own-file.js';
import {writeFully} from './write.js';

/**
 * An append-only JSONL file. `append` returns when the line is with the operating system: killing
 * us loses nothing before it. A line that could not be written whole, for want of room, is taken
 * back.
 */
export type AppendFile = {
  append(record: unknown): Span;
  /** The bytes of a record. */
  read(span: Span): Buffer;
  /** All lines that stand in the file. */
  lines(): AsyncGenerator<RawLine>;
  close(): void;
};

/**
 * Opens (or makes) `path` for appending; a torn last line, which a killed writer left, is dropped,
 * never more.
 * @throws {UsageError} where a link stands at `path`; {FileFormatError} for a last line too long to
 * be one.
 */
export function openAppendFile(path: string): AppendFile {
  const descriptor = openOwnFile(path, 'append');
  mendLastLine(path, descriptor);
  // Whoever opens the file holds the lock of its directory: nobody else makes it longer.
  let {size: end} = fstatSync(descriptor);
  let isOpen = true;
  return {
    append(record) {
      // The system may have given the descriptor to another file since.
      if (!isOpen) throw new HarnessError(`${path}: a record came after it was closed`);
      const line = Buffer.from(toJsonLine(record));
      const offset = end;
      writeOrTakeBack(descriptor, line, offset);
      end += line.length;
      return {offset, length: line.length - 1};
    },
    read: (span) => readSpan(descriptor, span),
    lines: () => splitLines(blocksOf(descriptor), path),
    close() {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
    },
  };
}

const blockLength = 65_536;

/**
 * What stands in an open file. A stream of Node's would close the descriptor, some time later, when
 * whoever reads it stops half-way.
 */
async function* blocksOf(descriptor: number): AsyncGenerator<Buffer> {
  const {size} = fstatSync(descriptor);
  for (let offset = 0; offset < size; offset += blockLength)
    yield readSpan(descriptor, {offset, length: Math.min(blockLength, size - offset)});
}

function writeOrTakeBack(descriptor: number, line: Uint8Array, end: number): void {
  try {
    writeFully(descriptor, line);
  } catch (error) {
    ftruncateSync(descriptor, end);
    throw error;
  }
}

function mendLastLine(path: string, descriptor: number): void {
  const {size} = fstatSync(descriptor);
  const {start, text} = unendedTail(path, descriptor, size);
  if (text === '') return;
  if (isWhole(text)) writeFully(descriptor, Buffer.from('\n'));
  else ftruncateSync(descriptor, start);
}

/** What stands behind the last `\n`, and where it begins. */
function unendedTail(
  path: string,
  descriptor: number,
  size: number,
): {start: number; text: string} {
  const tail: Buffer[] = [];
  let held = 0;
  for (let start = size; start > 0; ) {
    const from = Math.max(0, start - blockLength);
    const block = readSpan(descriptor, {offset: from, length: start - from});
    const at = block.lastIndexOf(10);
    tail.unshift(block.subarray(at + 1));
    held += block.length - at - 1;
    if (held > LONGEST_LINE) throw tooLarge(path, 'its last line', LONGEST_LINE);
    if (at !== -1) return {start: from + at + 1, text: Buffer.concat(tail).toString()};
    start = from;
  }
  return {start: 0, text: Buffer.concat(tail).toString()};
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
