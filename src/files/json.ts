import {readFileSync} from 'node:fs';
import type {z} from 'zod';
import {FileFormatError} from '../errors.js';
import {refuseLarge, refuseManyValues} from './bounds.js';
import {requireFile} from './contents.js';
import {decodeUtf8, parseRecord} from './jsonl.js';

/**
 * Reads a JSON file held to a schema.
 * @throws {UsageError} when there is no such file; {FileFormatError} `path: field: …` when it
 * cannot be read, is too large, is not UTF-8, not JSON or not of the schema.
 */
export function readJson<T>(path: string, schema: z.ZodType<T>): T {
  return parseRecord(parseJson(readWholeText(path), path), schema, path);
}

/** The text of a file that is held in memory whole. The same errors, as far as they can be. */
export function readWholeText(path: string): string {
  requireFile(path);
  refuseLarge(path);
  return readText(path);
}

function readText(path: string): string {
  const text = decodeUtf8(readBytes(path));
  if (text === undefined) throw new FileFormatError(`${path}: record: not UTF-8`);
  return text;
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FileFormatError(`${path}: cannot be read (${reason})`, {cause});
  }
}

function parseJson(text: string, path: string): unknown {
  refuseManyValues(path, text);
  try {
    return JSON.parse(text);
  } catch (cause) {
    // Node quotes the text, line breaks and all.
    const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, ' ');
    throw new FileFormatError(`${path}: record: not JSON (${reason})`, {cause});
  }
}
