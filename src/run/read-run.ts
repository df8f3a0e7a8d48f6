import {UsageError} from '../errors.js';
import {type Mode, modeOf} from './mode.js';
import {readRunManifest, readVerdicts} from './run-directory.js';
import type {RunManifest} from './run-manifest.js';
import type {VerdictRow} from './verdict-row.js';

/** A finished run as it is read back: from its own directory alone. */
export type StoredRun = {label: string; mode: Mode; manifest: RunManifest; rows: VerdictRow[]};

/**
 * @throws {UsageError} for a directory that is no run, or a run that is not finished;
 * {FileFormatError} for a damaged one.
 */
export async function readRun(directory: string): Promise<StoredRun> {
  const manifest = readRunManifest(directory);
  if (!manifest.totals) {
    throw new UsageError(
      `${directory}: this run is not finished; give the command that began it again to go on`,
    );
  }
  const rows = await readVerdicts(directory);
  if (rows.length !== manifest.totals.places) {
    throw new UsageError(
      `${directory}/verdicts.jsonl: ${rows.length} rows, manifest.json: totals.places: ${manifest.totals.places}; give the command that began the run again`,
    );
  }
  return {label: directory, mode: modeOf(manifest.verb), manifest, rows};
}
