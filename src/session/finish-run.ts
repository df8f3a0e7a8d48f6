import {join} from 'node:path';
import {UsageError} from '../errors.js';
import {writeJson} from '../files/write.js';
import type {Judge} from '../judging/judge.js';
import {exemplarOf} from '../judging/known-profiles.js';
import type {CrossingProfiles} from '../judging/profiles.js';
import {option} from '../options/option-name.js';
import type {Suite} from '../problem/problem.js';
import {countNotCompiling} from '../run/failed-programs.js';
import {type FoundCount, foundCounts} from '../run/found-counts.js';
import type {RunGroundTruth} from '../run/ground-truth.js';
import {type MissingReason, missingReasons} from '../run/missing-reasons.js';
import {modeOf} from '../run/mode.js';
import type {JudgedAgain, RunDirectory} from '../run/run-directory.js';
import type {RunManifest} from '../run/run-manifest.js';
import {countTimedOut} from '../run/timed-out.js';
import {countTotals} from '../run/totals.js';
import type {VerdictRow} from '../run/verdict-row.js';
import {
  countTrust,
  rowsCountedBy,
  type TrustCount,
  type TrustPolicy,
} from '../score/count-trust.js';
import type {Metrics} from '../score/metrics.js';
import {scorePassing} from '../score/passing-subset.js';
import {scoreRun} from '../score/score-run.js';
import {scoring} from '../score/scoring.js';

/** A run that is whole: what its files say. */
export type FinishedRun = {
  directory: string;
  manifest: RunManifest;
  metrics: Metrics;
  /**
   * Over the problems whose ground truth passes; null where that is all of them, or nobody looked.
   */
  passingMetrics: Metrics | null;
  /** Why verdicts are missing, the most frequent reason first. */
  missing: MissingReason[];
  /** Which passes the figures count, and how many hang on it; `metrics.json` counts any. */
  trust: TrustCount;
  /** By which rules the programs of its answers were found. */
  found: FoundCount[];
  /** How many of its answers hold a program whose tests did not end in time. */
  timedOut: number;
  /** How many of its answers hold a program that does not compile; null where nobody knows. */
  notCompiling: number | null;
};

/** What knows which problems could be judged with their tests apart. */
export type Separable = Pick<CrossingProfiles, 'isSeparable'>;

/** The same as runs tell it that were finished before. */
export function separableOf(manifests: readonly RunManifest[]): Separable {
  const not = new Set(manifests.flatMap(({totals}) => totals?.passes?.inseparable ?? []));
  return {isSeparable: async ({taskId}) => !not.has(taskId)};
}

/** Sorts a run's rows, scores them, and signs the run with its totals. */
export async function finishRun(
  run: RunDirectory,
  {
    suite,
    begun,
    truth,
    leftOut,
    profiles,
    trust = 'any',
    again,
  }: {
    suite: Suite;
    /** The manifest without what is counted here. */
    begun: RunManifest;
    truth: RunGroundTruth | null;
    /** Problems that were not planned, by reason. */
    leftOut: Readonly<Record<string, number>>;
    /** Which problems could be judged with their tests apart. */
    profiles: Separable;
    /** Which passes the figures count that come back. Default: any. */
    trust?: TrustPolicy | undefined;
    /** What takes the place of what was judged so far. Default: that. */
    again?: JudgedAgain;
  },
): Promise<FinishedRun> {
  const rows = run.finish(new Map(suite.problems.map(({task_id}, i) => [task_id, i])), again);
  const mode = modeOf(begun.verb);
  const metrics = scoreRun({mode, rows, ...scoring});
  writeJson(join(run.path, 'metrics.json'), metrics);
  const inseparable = await inseparableAmong(rows, suite, profiles);
  const manifest = {
    ...begun,
    scenarios: metrics.scenarios.flatMap(({scenario}) => (scenario === 'NONE' ? [] : [scenario])),
    problems: new Set(rows.map(({task_id}) => task_id)).size,
    model_served: run.servedBy(),
    totals: countTotals(rows, run, leftOut, inseparable),
  };
  run.saveManifest(manifest);
  const counted = rowsCountedBy(trust, rows, {label: run.path, manifest});
  return {
    directory: run.path,
    manifest,
    metrics: trust === 'any' ? metrics : scoreRun({mode, rows: counted, ...scoring}),
    passingMetrics: scorePassing(truth, mode, counted),
    trust: countTrust(trust, rows, manifest),
    missing: missingReasons(rows),
    found: foundCounts(rows),
    timedOut: countTimedOut(rows),
    notCompiling: countNotCompiling(rows, run.compiling()),
  };
}

/** The problems with a pass of one process that no other way of judging can bear out. */
export async function inseparableAmong(
  rows: readonly VerdictRow[],
  {problems}: Pick<Suite, 'problems'>,
  profiles: Separable,
): Promise<string[]> {
  const shared = new Set(rows.filter(({trust}) => trust === 'shared').map(({task_id}) => task_id));
  const asked = problems.filter(({task_id}) => shared.has(task_id));
  const answers = await Promise.all(
    asked.map((problem) => profiles.isSeparable(exemplarOf(problem))),
  );
  return asked.filter((_, i) => !answers[i]).map(({task_id}) => task_id);
}

/** @throws {UsageError} where only passes apart are to count, and this judge makes none. */
export function refuseUncountable(trust: TrustPolicy | undefined, judge: Judge): void {
  if (trust !== 'separate' || judge.separates) return;
  throw new UsageError(
    `${option('trust')} separate: seal level ${judge.identity.sealLevel} holds no tests and programs apart; leave it out, or judge where level 1 or 2 holds (convcodebench doctor)`,
  );
}
