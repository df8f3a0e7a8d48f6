import {sha256} from '../files/canonical-hash.js';
import {checkArgument} from '../options/check-options.js';
import type {CountedSoFar} from '../run/counted-so-far.js';
import {type FoundCount, foundCounts} from '../run/found-counts.js';
import {readGroundTruth} from '../run/ground-truth.js';
import {type MissingReason, missingReasons} from '../run/missing-reasons.js';
import {type StoredRun, storedRun} from '../run/read-run.js';
import type {RunManifest} from '../run/run-manifest.js';
import {countTimedOut} from '../run/timed-out.js';
import type {Convention} from './convention.js';
import {countTrust, rowsCountedBy, type TrustCount, type TrustPolicy} from './count-trust.js';
import type {Metrics} from './metrics.js';
import {passingSubset} from './passing-subset.js';
import {type Subset, scoreRun} from './score-run.js';
import {scoring} from './scoring.js';

/**
 * A run with its figures; `label` tells it from the others of a table, `missing` says why verdicts
 * are, the most frequent reason first, `found` how the programs of its answers were found.
 */
export type ScoredRun = {
  label: string;
  /** Which passes count, and how many hang on it. */
  trust: TrustCount;
  manifest: RunManifest;
  metrics: Metrics;
  missing: MissingReason[];
  found: FoundCount[];
  /** How many answers hold a program whose tests did not end in time. */
  timed_out: number;
  /**
   * How many answers hold a program that does not compile; null where nobody knows, absent where
   * nobody looked.
   */
  not_compiling?: number | null | undefined;
  /** Names the problems that the figures are over: equal for equal ones. */
  problems_sha256?: string | undefined;
  /** Of a run that is not finished: what its manifest will say, counted so far. */
  so_far?: CountedSoFar | undefined;
};

/**
 * A stored run with its figures, by either convention, over some or all of its problems, counting
 * any pass or those whose trust is `separate`, where that can be.
 * @throws {UsageError} where only those are to count, and the run does not tell.
 */
export function scoreStoredRun(
  run: StoredRun,
  convention: Convention,
  subset?: Subset,
  policy: TrustPolicy = 'any',
): ScoredRun {
  checkArgument(['scoreStoredRun', 'run'], storedRun, run);
  const {label, mode, manifest} = run;
  const rows = rowsCountedBy(policy, run.rows, run);
  const metrics = scoreRun({mode, rows, convention, ...scoring, ...(subset && {subset})});
  const tasks = subset?.tasks;
  const told = {
    missing: missingReasons(rows, tasks),
    found: foundCounts(rows, tasks),
    timed_out: countTimedOut(rows, tasks),
  };
  const trust = countTrust(policy, run.rows, manifest);
  const problems = new Set(rows.map(({task_id}) => task_id));
  const scored = [...problems].filter((task) => tasks?.has(task) !== false).sort();
  const problems_sha256 = sha256(scored.join('\n'));
  return {label, trust, manifest, metrics, ...told, problems_sha256};
}

/**
 * The same over the problems whose ground truth passes, by the run's own list; null where that is
 * all of them, or the run has no list.
 */
export function scoreWherePassing(
  run: StoredRun,
  convention: Convention,
  policy: TrustPolicy = 'any',
): ScoredRun | null {
  const list = readGroundTruth(run.label, run.manifest);
  const subset = passingSubset(list, new Set(run.rows.map(({task_id}) => task_id)));
  return subset && scoreStoredRun(run, convention, subset, policy);
}
