import {closeSync, openSync} from 'node:fs';
import type {z} from 'zod';
import {FileFormatError} from '../errors.js';
import {LARGEST_UNPACKED_WHOLE, tooLarge} from './bounds.js';
import {contentsOf, isGzip, readSpan, type Span} from './contents.js';
import {decodeUtf8, parseRecord} from './jsonl.js';

/**
 * Reads pieces of a file again that an earlier pass over it has found, so that they need not stay
 * in memory. The content of a compressed file does stay there: no piece of it can be had alone.
 * @returns a function that throws a {FileFormatError} where the file was changed in between, as far
 * as that shows.
 * @throws {UsageError} when there is no such file, or what is there is none; {FileFormatError} when
 * it cannot be read.
 */
export async function openSpans(path: string): Promise<(span: Span) => Buffer> {
  const content = (await isGzip(path)) ? await wholeContent(path) : null;
  return (span) =>
    content ? content.subarray(span.offset, span.offset + span.length) : bytesAt(path, span);
}

async function wholeContent(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of contentsOf(path)) {
    bytes += chunk.length;
    if (bytes > LARGEST_UNPACKED_WHOLE) throw tooLarge(path, 'its content', LARGEST_UNPACKED_WHOLE);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The same for records of JSONL, one for each span. */
export async function openRecords<T>(
  path: string,
  schema: z.ZodType<T>,
): Promise<(span: Span) => T> {
  const read = await openSpans(path);
  return (span) => {
    const [record, ...more] = parseRecords(read(span), schema, path);
    if (record !== undefined && more.length === 0) return record;
    throw changedInUse(path, 'lines stand elsewhere');
  };
}

/** The records of lines that were whole when they were read before. */
export function parseRecords<T>(bytes: Buffer, schema: z.ZodType<T>, path: string): T[] {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw changedInUse(path, 'not UTF-8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => parseRecord(parseLine(line, path), schema, path));
}

/** @param cause what shows it: an error, or words. */
export function changedInUse(path: string, cause: unknown): FileFormatError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FileFormatError(
    `${path}: was changed while it was in use (${reason}); restore the file`,
    {cause},
  );
}

function bytesAt(path: string, span: Span): Buffer {
  try {
    const file = openSync(path, 'r');
    try {
      return readSpan(file, span);
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw changedInUse(path, cause);
  }
}

function parseLine(line: string, path: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw changedInUse(path, cause);
  }
}
