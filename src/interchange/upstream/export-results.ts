import {UsageError} from '../../errors.js';
import {openLog} from '../../log/read-log.js';
import {checkOptions, optionsOf} from '../../options/check-options.js';
import {abortSignal, flag, text} from '../../options/fields.js';
import {fieldsGiven} from '../../options/given.js';
import {loadSuite} from '../../problem/suite.js';
import {readRunManifest} from '../../run/read-run.js';
import {type ExportedResults, exportUpstreamResults} from './export.js';

export type ExportResultsRequest = {
  /** The directory of a finished run. */
  run: string;
  /** The log that was replayed; a live run has its own. */
  log?: string | undefined;
  /** Name or file of the suite; by default found by the name in the run's manifest. */
  suite?: string | undefined;
  /** The folder to make, new or empty. */
  out: string;
  /** Names the folder in `results`. */
  version?: string | undefined;
  /** What the critic is called there. */
  simulatorName?: string | undefined;
  /** Leave out problems whose verdicts are missing. Default: such a run is refused. */
  leaveOutMissing?: boolean | undefined;
  signal?: AbortSignal | undefined;
};

const schema = optionsOf<ExportResultsRequest>({
  run: text,
  log: text.optional(),
  suite: text.optional(),
  out: text,
  version: text.optional(),
  simulatorName: text.optional(),
  leaveOutMissing: flag.optional(),
  signal: abortSignal.optional(),
});

/**
 * Writes a run into upstream's layout, for its `print_results.py`.
 * @throws {UsageError | FileFormatError} as `exportUpstreamResults` does, and for a run that is not
 * finished, or imported.
 */
export async function exportResults(options: ExportResultsRequest): Promise<ExportedResults> {
  checkOptions('exportResults', schema, options);
  const {log, suite, run, out, ...request} = options;
  const manifest = readRunManifest(run);
  if (manifest.imported) throw new UsageError(`${run}: an imported run holds no code to export`);
  if (!manifest.totals)
    throw new UsageError(`${run}: this run is not finished; give its command again to go on`);
  const date = new Date().toISOString().slice(0, 16).replace('T', ' ');
  return exportUpstreamResults({
    ...fieldsGiven(request),
    run,
    out,
    suite: await loadSuite(suite ?? manifest.suite.name),
    ...(log !== undefined && {log: openLog(log)}),
    date,
  });
}
