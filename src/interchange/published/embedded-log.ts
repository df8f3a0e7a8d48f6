import {z} from 'zod';
import {FileFormatError, UsageError} from '../../errors.js';
import {refuseManyValues} from '../../files/bounds.js';
import {parseRecord} from '../../files/jsonl.js';
import {type LogLine, noteSchema} from '../../log/log-line.js';
import {type LogManifest, logFormatVersion, logManifestSchema} from '../../log/log-manifest.js';
import type {LogIdentity} from '../../log/write-log.js';
import type {Suite} from '../../problem/problem.js';
import type {ScenarioId} from '../../problem/scenario.js';
import {manifestKey, notesKey} from './published-shape.js';
import type {ParquetFile} from './read-parquet.js';

/** What an exported file says of the log that it was. */
export type EmbeddedLog = {
  manifest: LogManifest;
  notesOf(scenario: ScenarioId, line: LogLine): LogLine['notes'];
};

type KeyValue = {key: string; value: string};
type NotedTurn = Pick<LogLine, 'task_id' | 'turn' | 'notes'>;

const notesSchema = z.partialRecord(
  z.string(),
  z.array(z.object({task_id: z.string(), turn: z.number().int(), notes: z.array(noteSchema)})),
);

/** The key-value metadata of an exported file. */
export function embedLog(
  manifest: LogManifest,
  linesOf: ReadonlyMap<ScenarioId, readonly LogLine[]>,
): KeyValue[] {
  const noted = [...linesOf].map(
    ([scenario, lines]) => [scenario, lines.flatMap(toNotedTurn)] as const,
  );
  return [
    {key: manifestKey, value: JSON.stringify(manifest)},
    {key: notesKey, value: JSON.stringify(Object.fromEntries(noted))},
  ];
}

/**
 * Reads it back; null for a file that has none, as the published one.
 * @throws {FileFormatError} where it is not of the schema; {UsageError} where it is of another
 * suite than the one given.
 */
export function readEmbeddedLog(file: ParquetFile, suite: Suite): EmbeddedLog | null {
  const text = file.keyValue(manifestKey);
  if (text === undefined) return null;
  const manifest = parseKey(file.path, manifestKey, text, logManifestSchema);
  if (manifest.suite.sha256 !== suite.hash) {
    throw new UsageError(
      `${file.path}: is a log of the suite ${manifest.suite.name}, and not of the suite ${suite.name} as it is here (their hashes differ)`,
    );
  }
  const noted = parseKey(file.path, notesKey, file.keyValue(notesKey) ?? '{}', notesSchema);
  const byPlace = new Map(
    Object.entries(noted).flatMap(([scenario, places]) =>
      (places ?? []).map((place) => [placeKey(scenario, place), place.notes] as const),
    ),
  );
  return {manifest, notesOf: (scenario, line) => byPlace.get(placeKey(scenario, line)) ?? []};
}

/**
 * The identity of the published log, as far as it is known; nothing in the file says it (Han et
 * al., ICLR 2025, section 4).
 */
export function publishedIdentity({
  suite,
  referenceModel = 'codellama/CodeLlama-7b-Instruct-hf',
  critic = 'GPT-4o-2024-05-13',
}: {
  suite: Suite;
  referenceModel?: string;
  critic?: string;
}): LogIdentity {
  return {
    format: 'convcodebench-log',
    format_version: logFormatVersion,
    suite: {name: suite.name, sha256: suite.hash},
    reference_model: {asked: referenceModel, served: null},
    decoding: null,
    history: 'last',
    critic,
    prompt_set_sha256: null,
    partial_scope: 'first-3-functions',
    python: null,
    catalogue_sha256: null,
  };
}

function toNotedTurn({task_id, turn, notes}: LogLine): NotedTurn[] {
  return notes.length > 0 ? [{task_id, turn, notes}] : [];
}

function placeKey(scenario: string, {task_id, turn}: Pick<NotedTurn, 'task_id' | 'turn'>): string {
  return `${scenario} ${turn} ${task_id}`;
}

function parseKey<T>(path: string, key: string, text: string, schema: z.ZodType<T>): T {
  refuseManyValues(`${path}: ${key}`, text);
  try {
    return parseRecord(JSON.parse(text), schema, `${path}: ${key}`);
  } catch (cause) {
    if (cause instanceof FileFormatError) throw cause;
    throw new FileFormatError(`${path}: ${key}: not JSON`, {cause});
  }
}
