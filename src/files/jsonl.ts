import {createRequire} from 'node:module';
import type {z} from 'zod';
import {FileFormatError} from '../errors.js';
import {inWords} from '../options/words.js';
import {LONGEST_LINE, refuseManyValues, tooLarge} from './bounds.js';
import {contentsOf, type Span} from './contents.js';

// CommonJS whose default import differs between Node and vitest; `require` gives the same in both.
const jsonl: {default: {parse(text: string): unknown[]; stringify(records: unknown[]): string}} =
  createRequire(import.meta.url)('jsonl-parse-stringify');

/** A record and where it stood: `line` counts from 1, `span` is without the `\n`. */
export type Located<T> = {line: number; value: T; span: Span};

export type ReadOptions = {
  /**
   * What to do with a last line that ends without `\n` and is not whole: a writer was killed
   * (`drop`), or the file is damaged (`refuse`, the default).
   */
  tornLastLine?: 'drop' | 'refuse';
};

/** One line of JSONL, its `\n` included. */
export function toJsonLine(record: unknown): string {
  return `${jsonl.default.stringify([record])}\n`;
}

/**
 * Reads a JSONL file (gzip by its first bytes) line by line, each record parsed by `schema`; blank
 * lines are passed over.
 * @throws {FileFormatError} `path:line: field: …` for what is not UTF-8, not JSON or not of the
 * schema.
 * @throws {UsageError} when there is no such file.
 */
export async function* readJsonl<T>(
  path: string,
  schema: z.ZodType<T>,
  options: ReadOptions = {},
): AsyncGenerator<Located<T>> {
  for await (const {line, bytes, ended, span} of linesOf(path)) {
    const text = decodeUtf8(bytes);
    const mayBeTorn = !ended && options.tornLastLine === 'drop';
    if (text === undefined) {
      if (mayBeTorn) return; // torn inside a character
      throw new FileFormatError(`${path}:${line}: record: not UTF-8`);
    }
    if (text.trim() === '') continue;
    const raw = parseLine(text, path, line, mayBeTorn);
    if (raw === undefined) return;
    yield {line, value: parseRecord(raw, schema, path, line), span};
  }
}

/** A line that is no record of the schema, and why. */
export type BadLine = {line: number; error: FileFormatError};

/**
 * As `readJsonl`, but a bad line is yielded as its error and reading goes on behind it. @throws
 * {UsageError} when there is no such file.
 */
export async function* readJsonlLeniently<T>(
  path: string,
  schema: z.ZodType<T>,
): AsyncGenerator<Located<T> | BadLine> {
  for await (const raw of linesOf(path)) {
    const outcome = tryLine(raw, schema, path);
    if (outcome) yield outcome;
  }
}

/** All records of a JSONL file. The same errors as `readJsonl`. */
export async function readAllJsonl<T>(
  path: string,
  schema: z.ZodType<T>,
  options?: ReadOptions,
): Promise<T[]> {
  const records: T[] = [];
  for await (const {value} of readJsonl(path, schema, options)) records.push(value);
  return records;
}

/**
 * Holds a value that came from outside to its schema. @throws {FileFormatError} naming the first
 * field that is wrong.
 */
export function parseRecord<T>(raw: unknown, schema: z.ZodType<T>, path: string, line?: number): T {
  const result = schema.safeParse(raw, {error: inWords});
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join('.') || 'record';
  throw new FileFormatError(
    `${path}${line === undefined ? '' : `:${line}`}: ${field}: ${issue?.message ?? 'invalid'}`,
  );
}

function tryLine<T>(
  {bytes, line, span}: RawLine,
  schema: z.ZodType<T>,
  path: string,
): Located<T> | BadLine | undefined {
  try {
    const value = decodeRecord(bytes, schema, path, line);
    return value === undefined ? undefined : {line, value, span};
  } catch (error) {
    if (error instanceof FileFormatError) return {line, error};
    throw error;
  }
}

/**
 * The record in the bytes of one whole line; undefined for a blank line. @throws {FileFormatError}
 * as `readJsonl`.
 */
export function decodeRecord<T>(
  bytes: Uint8Array,
  schema: z.ZodType<T>,
  path: string,
  line: number,
): T | undefined {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw new FileFormatError(`${path}:${line}: record: not UTF-8`);
  if (text.trim() === '') return undefined;
  return parseRecord(parseLine(text, path, line, false), schema, path, line);
}

function parseLine(text: string, path: string, line: number, mayBeTorn: boolean): unknown {
  refuseManyValues(`${path}:${line}`, text);
  try {
    return jsonl.default.parse(text)[0];
  } catch (cause) {
    if (mayBeTorn) return undefined;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FileFormatError(`${path}:${line}: record: not JSON (${reason})`, {cause});
  }
}

const utf8 = new TextDecoder('utf-8', {fatal: true, ignoreBOM: false});

/** The text without a byte order mark; undefined for bytes that are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** `line` counts from 1; `bytes` without the `\n`, which only the last line may lack (`ended`). */
export type RawLine = {line: number; bytes: Buffer; ended: boolean; span: Span};

/**
 * The lines of a file (gzip by its first bytes), one in memory at a time. @throws {UsageError} when
 * there is no such file.
 */
function linesOf(path: string): AsyncGenerator<RawLine> {
  return splitLines(contentsOf(path), path);
}

/**
 * The lines of a stream of bytes, one in memory at a time.
 * @param path of the file that they come from, for the message.
 * @throws {FileFormatError} for a line too long to be one.
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  path: string,
): AsyncGenerator<RawLine> {
  let pending: Buffer[] = [];
  let held = 0;
  let line = 0;
  let offset = 0;
  const take = (bytes: Buffer, ended: boolean): RawLine => {
    const span = {offset, length: bytes.length};
    pending = [];
    held = 0;
    line += 1;
    offset += bytes.length + 1;
    return {line, bytes, ended, span};
  };
  for await (const data of chunks) {
    const chunk = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    let start = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, start)) {
      yield take(Buffer.concat([...pending, chunk.subarray(start, at)]), true);
      start = at + 1;
    }
    if (start === chunk.length) continue;
    pending.push(chunk.subarray(start));
    held += chunk.length - start;
    if (held > LONGEST_LINE) throw tooLarge(`${path}:${line + 1}`, 'its line', LONGEST_LINE);
  }
  if (pending.length > 0) yield take(Buffer.concat(pending), false);
}
