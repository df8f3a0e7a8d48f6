import {existsSync, readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {FileFormatError, UsageError} from '../errors.js';
import {readJson} from '../files/json.js';
import {readJsonl} from '../files/jsonl.js';
import {refuseLink} from '../files/own-file.js';
import {checkArgument} from '../options/check-options.js';
import {counted} from '../options/counted.js';
import {objectWith, text} from '../options/fields.js';
import {contradictionIn, miscountIn} from './contradiction.js';
import {type Mode, modeOf} from './mode.js';
import {withReasons} from './recorded-reasons.js';
import {
  type RunManifest,
  type RunTotals,
  runFormatVersion,
  runManifestSchema,
} from './run-manifest.js';
import {placeKey, rowSchemaOf, type VerdictRow} from './verdict-row.js';

/** A finished run as it is read back: from its own directory alone. */
export type StoredRun = {label: string; mode: Mode; manifest: RunManifest; rows: VerdictRow[]};

export const storedRun = objectWith<StoredRun>(
  'what readRun gives',
  'label',
  'mode',
  'manifest',
  'rows',
);

/**
 * @throws {UsageError} for a directory that is no run, or a run that is not finished;
 * {FileFormatError} for a damaged one, also for a row that no run writes, or rows that are not
 * those that its manifest counts.
 */
export async function readRun(directory: string): Promise<StoredRun> {
  checkArgument(['readRun', 'directory'], text, directory);
  const stored = await readRunUnchecked(directory);
  const {rows, manifest} = stored;
  // Runs of version 1, and imported ones, do not tell enough to be held to themselves.
  if (!manifest.totals || manifest.format_version === 1 || manifest.imported) return stored;
  const tellsTrust = manifest.totals.passes !== undefined;
  for (const [i, row] of rows.entries()) {
    const why = contradictionIn(row, tellsTrust);
    if (why !== null)
      throw new FileFormatError(
        `${directory}/verdicts.jsonl:${i + 1}: ${why}; ${restore(directory)}`,
      );
  }
  const miscount = miscountIn(rows, manifest.totals);
  if (miscount !== null)
    throw new FileFormatError(`${directory}/manifest.json: ${miscount}; ${restore(directory)}`);
  return stored;
}

const restore = (directory: string) =>
  `restore the file, or judge the stored answers again: convcodebench judge ${directory}`;

/** The same, whatever its rows say: for whoever judges them again. */
export async function readRunUnchecked(directory: string): Promise<StoredRun> {
  const manifest = readRunManifest(directory);
  if (!manifest.totals) {
    throw new UsageError(
      `${directory}: this run is not finished; give the command that began it again to go on`,
    );
  }
  const mode = modeOf(manifest.verb);
  if (mode === 'static' && manifest.log === null) {
    throw new FileFormatError(
      `${directory}/manifest.json: log: null, expected the log that the run replayed`,
    );
  }
  const stored = await readVerdicts(directory, manifest.format_version);
  const rows = manifest.format_version === 1 ? await withReasons(stored, directory) : stored;
  const lost = wrongLength(directory, rows.length, manifest.totals);
  if (lost !== null) throw new UsageError(lost);
  return {label: directory, mode, manifest, rows};
}

/** What is wrong with a finished run of so many rows; null where that is as its manifest says. */
export function wrongLength(directory: string, rows: number, {places}: RunTotals): string | null {
  if (rows === places) return null;
  return `${directory}/verdicts.jsonl: ${counted(rows, 'row')}, manifest.json: totals.places: ${places}; give the command that began the run again`;
}

/**
 * Reads a run's manifest. @throws {UsageError} where there is none, {FileFormatError} where it is
 * damaged or of another version.
 */
export function readRunManifest(path: string): RunManifest {
  const file = join(path, 'manifest.json');
  if (!existsSync(path)) throw new UsageError(`${path}: no such directory`);
  if (!existsSync(file))
    throw new UsageError(`${path}: not a run (no manifest.json)${runsIn(path)}`);
  refuseLink(file);
  return readJson(file, runManifestSchema);
}

/**
 * All verdict rows of a finished run of that format version. @throws {FileFormatError} for a bad
 * line or a place that stands twice.
 */
export async function readVerdicts(
  path: string,
  formatVersion: number = runFormatVersion,
): Promise<VerdictRow[]> {
  const file = join(path, 'verdicts.jsonl');
  refuseLink(file);
  const rows = new Map<string, VerdictRow>();
  for await (const {line, value} of readJsonl(file, rowSchemaOf(formatVersion))) {
    const key = placeKey(value);
    if (rows.has(key)) throw new FileFormatError(`${file}:${line}: turn: ${key} stands twice`);
    rows.set(key, value);
  }
  return [...rows.values()];
}

/** Where somebody gave the folder around runs: which to give instead; else nothing. */
export function runsIn(path: string): string {
  if (!statSync(path).isDirectory()) return '; give the run’s directory';
  const run = readdirSync(path).find((name) => existsSync(join(path, name, 'manifest.json')));
  return run === undefined ? '' : `; it holds runs, such as ${join(path, run)}`;
}
