import {UsageError} from '../errors.js';
import type {ScoredRun} from '../report/run-report.js';
import {readRunManifest, readVerdicts} from '../run/run-directory.js';
import type {RunManifest} from '../run/run-manifest.js';
import type {VerdictRow} from '../run/verdict-row.js';
import type {Convention, Mode} from '../score/convention.js';
import {type Subset, scoreRun} from '../score/score-run.js';
import {passingSubset, readGroundTruth} from './run-ground-truth.js';
import {scoring} from './session.js';

/** A finished run as it is read back: from its own directory alone. */
export type StoredRun = {label: string; mode: Mode; manifest: RunManifest; rows: VerdictRow[]};

/** @throws {UsageError} for a directory that is no run, or a run that is not finished; {FileFormatError} for a damaged one. */
export async function readRun(directory: string): Promise<StoredRun> {
  const manifest = readRunManifest(directory);
  if (!manifest.totals) {
    throw new UsageError(`${directory}: this run is not finished; give the command that began it again to go on`);
  }
  const rows = await readVerdicts(directory);
  if (rows.length !== manifest.totals.places) {
    throw new UsageError(
      `${directory}/verdicts.jsonl: ${rows.length} rows, manifest.json: totals.places: ${manifest.totals.places}; give the command that began the run again`,
    );
  }
  return {label: directory, mode: manifest.verb === 'generate' ? 'live' : 'static', manifest, rows};
}

/** A stored run with its figures, by either convention and over some or all of its problems. */
export function scoreStoredRun(
  {label, mode, manifest, rows}: StoredRun,
  convention: Convention,
  subset?: Subset,
): ScoredRun {
  const metrics = scoreRun({mode, rows, convention, ...scoring, ...(subset && {subset})});
  return {label, manifest, metrics};
}

/** The same over the problems whose ground truth passes, by the run's own list; null where that is all of them, or the run has no list. */
export function scoreWherePassing(run: StoredRun, convention: Convention): ScoredRun | null {
  const list = readGroundTruth(run.label, run.manifest);
  const subset = passingSubset(list, new Set(run.rows.map(({task_id}) => task_id)));
  return subset && scoreStoredRun(run, convention, subset);
}
