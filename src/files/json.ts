import {existsSync, readFileSync} from 'node:fs';
import type {z} from 'zod';
import {FileFormatError, UsageError} from '../errors.js';
import {parseRecord} from './jsonl.js';

/**
 * Reads a JSON file held to a schema.
 * @throws {UsageError} when there is no such file; {FileFormatError} `path: field: …` when it is not JSON or not of the schema.
 */
export function readJson<T>(path: string, schema: z.ZodType<T>): T {
  if (!existsSync(path)) throw new UsageError(`${path}: no such file`);
  return parseRecord(parseJson(readFileSync(path, 'utf8'), path), schema, path);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FileFormatError(`${path}: record: not JSON (${reason})`, {cause});
  }
}
