import {UsageError} from '../errors.js';
import {bigCodeBenchHash} from '../interchange/published/published-suite.js';
import type {StoredRun} from '../run/read-run.js';

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
  const groups = new Map<string, StoredRun[]>();
  for (const run of statics) {
    const key = `${run.manifest.log?.sha256} ${run.manifest.log?.reference_model}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const logs = [...groups.values()].map((runs) => ({
    referenceModel: runs[0]?.manifest.log?.reference_model ?? '?',
    logSha256: runs[0]?.manifest.log?.sha256 ?? null,
    runs,
  }));
  return logs.map((log) => {
    const isOnly =
      logs.filter(({referenceModel}) => referenceModel === log.referenceModel).length === 1;
    const suffix = isOnly ? '' : ` (log ${log.logSha256?.slice(0, 8)})`;
    return {...log, reference: `${log.referenceModel}${suffix}`};
  });
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
