import {closeSync, existsSync, openSync, readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import type {z} from 'zod';
import {FileFormatError, UsageError} from '../errors.js';
import {isGzip, readSpan, type Span} from './contents.js';
import {decodeUtf8, parseRecord} from './jsonl.js';

/**
 * Reads records of a JSONL file again that an earlier pass over it has found, so that they need not
 * stay in memory. The content of a compressed file does stay there: no piece of it can be had
 * alone.
 * @returns a function that gives the records of the lines that a span covers, and throws a
 * {FileFormatError} where the file was changed in between, as far as that shows.
 * @throws {UsageError} when there is no such file.
 */
export async function openSpans<T>(
  path: string,
  schema: z.ZodType<T>,
): Promise<(span: Span) => T[]> {
  if (!existsSync(path)) throw new UsageError(`${path}: no such file`);
  const content = (await isGzip(path)) ? gunzipSync(readFileSync(path)) : null;
  return (span) => {
    const bytes = content
      ? content.subarray(span.offset, span.offset + span.length)
      : bytesAt(path, span);
    const text = decodeUtf8(bytes);
    if (text === undefined) throw changed(path, 'not UTF-8');
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => parseRecord(parseLine(line, path), schema, path));
  };
}

/** The same, one record for each span. */
export async function openRecords<T>(
  path: string,
  schema: z.ZodType<T>,
): Promise<(span: Span) => T> {
  const recordsAt = await openSpans(path, schema);
  return (span) => {
    const [record, ...more] = recordsAt(span);
    if (record !== undefined && more.length === 0) return record;
    throw changed(path, 'lines stand elsewhere');
  };
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
    throw changed(path, cause);
  }
}

function parseLine(line: string, path: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw changed(path, cause);
  }
}

function changed(path: string, cause: unknown): FileFormatError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FileFormatError(
    `${path}: was changed while it was in use (${reason}); restore the file`,
    {cause},
  );
}
