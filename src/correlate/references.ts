import {UsageError} from '../errors.js';
import {bigCodeBenchHash} from '../interchange/published/published-suite.js';
import type {StoredRun} from '../run/read-run.js';
import {replayedLog} from '../run/replayed-log.js';

/** The static runs on one frozen log. */
export type ReferenceRuns = {
  /**
   * The reference model's name; where several logs are of one model, with the beginning of the
   * log's hash behind it.
   */
  reference: string;
  referenceModel: string;
  logSha256: string | null;
  runs: StoredRun[];
};

/**
 * Static runs by the log they were replayed on, logs in the order given: scores on two logs are two
 * rankings, even of one reference model.
 */
export function groupByReference(statics: readonly StoredRun[]): ReferenceRuns[] {
  const groups = new Map<string, Omit<ReferenceRuns, 'reference'>>();
  for (const run of statics) {
    const {sha256, reference_model: referenceModel} = replayedLog(run.manifest);
    const key = `${sha256} ${referenceModel}`;
    const group = groups.get(key) ?? {referenceModel, logSha256: sha256, runs: []};
    group.runs.push(run);
    groups.set(key, group);
  }
  const logs = [...groups.values()];
  return logs.map((log) => {
    const isOnly =
      logs.filter(({referenceModel}) => referenceModel === log.referenceModel).length === 1;
    const suffix = isOnly ? '' : ` (log ${log.logSha256?.slice(0, 8) ?? 'unknown'})`;
    return {...log, reference: `${log.referenceModel}${suffix}`};
  });
}

/** The run that covers the most of its log: what tells about the log is read off it. */
export function widestRun({runs}: Pick<ReferenceRuns, 'runs'>): StoredRun {
  return runs.reduce((most, run) => (run.rows.length > most.rows.length ? run : most));
}

/**
 * @throws {UsageError} naming the first run whose suite is another than the first one's: scores
 * over other problems are no comparison.
 */
export function refuseOtherSuites(runs: readonly StoredRun[]): void {
  const [first] = runs;
  const other = runs.find(({manifest}) => manifest.suite.sha256 !== first?.manifest.suite.sha256);
  if (!first || !other) return;
  throw new UsageError(
    `${other.label}/manifest.json: suite: ${other.manifest.suite.name} (${other.manifest.suite.sha256.slice(0, 8)}), but ${first.label} is over ${first.manifest.suite.name} (${first.manifest.suite.sha256.slice(0, 8)}); compare runs over one suite`,
  );
}

/**
 * @throws {UsageError} for a run that is not over BigCodeBench as it was published (by its hash,
 * for any file may have its name), which the published figures are over.
 */
export function refuseOtherThanPublishedSuite(statics: readonly StoredRun[]): void {
  const other = statics.find(({manifest}) => manifest.suite.sha256 !== bigCodeBenchHash);
  if (!other) return;
  throw new UsageError(
    `${other.label}/manifest.json: suite: ${other.manifest.suite.name} (${other.manifest.suite.sha256.slice(0, 8)}), but the published live figures are over bigcodebench (${bigCodeBenchHash.slice(0, 8)}); give live runs of your own`,
  );
}

/** @throws {UsageError} naming the first run that is of the other mode. */
export function refuseWrongMode(runs: readonly StoredRun[], mode: StoredRun['mode']): void {
  const wrong = runs.find((run) => run.mode !== mode);
  if (wrong) throw new UsageError(`--${mode}: ${wrong.label} is a ${wrong.mode} run`);
}
