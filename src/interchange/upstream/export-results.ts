import {UsageError} from '../../errors.js';
import {openLog} from '../../log/read-log.js';
import {loadSuite} from '../../problem/suite.js';
import {readRunManifest} from '../../run/read-run.js';
import {type ExportedResults, exportUpstreamResults} from './export.js';

export type ExportResultsRequest = {
  /** The directory of a finished run. */
  run: string;
  /** The log that was replayed; a live run has its own. */
  log?: string;
  /** Name or file of the suite; by default found by the name in the run's manifest. */
  suite?: string;
  /** The folder to make, new or empty. */
  out: string;
  /** Names the folder in `results`. */
  version?: string;
  /** What the critic is called there. */
  simulatorName?: string;
  leaveOutMissing: boolean;
  signal?: AbortSignal;
};

/**
 * Writes a run into upstream's layout, for its `print_results.py`.
 * @throws {UsageError | FileFormatError} as `exportUpstreamResults` does, and for a run that is not
 * finished, or imported.
 */
export async function exportResults({
  log,
  suite,
  ...request
}: ExportResultsRequest): Promise<ExportedResults> {
  const manifest = readRunManifest(request.run);
  if (manifest.imported)
    throw new UsageError(`${request.run}: an imported run holds no code to export`);
  if (!manifest.totals)
    throw new UsageError(
      `${request.run}: this run is not finished; give its command again to go on`,
    );
  const date = new Date().toISOString().slice(0, 16).replace('T', ' ');
  return exportUpstreamResults({
    ...request,
    suite: await loadSuite(suite ?? manifest.suite.name),
    ...(log !== undefined && {log: openLog(log)}),
    date,
  });
}
