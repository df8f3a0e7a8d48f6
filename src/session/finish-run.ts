import {join} from 'node:path';
import {writeJson} from '../files/write.js';
import type {Suite} from '../problem/problem.js';
import {type FoundCount, foundCounts} from '../run/found-counts.js';
import {type MissingReason, missingReasons} from '../run/missing-reasons.js';
import {modeOf} from '../run/mode.js';
import type {JudgedAgain, RunDirectory} from '../run/run-directory.js';
import type {RunGroundTruth} from '../run/run-ground-truth.js';
import type {RunManifest} from '../run/run-manifest.js';
import {countTotals} from '../run/totals.js';
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
  /** By which rules the programs of its answers were found. */
  found: FoundCount[];
};

/** Sorts a run's rows, scores them, and signs the run with its totals. */
export function finishRun(
  run: RunDirectory,
  {
    suite,
    begun,
    truth,
    leftOut,
    again,
  }: {
    suite: Suite;
    /** The manifest without what is counted here. */
    begun: RunManifest;
    truth: RunGroundTruth | null;
    /** Problems that were not planned, by reason. */
    leftOut: Readonly<Record<string, number>>;
    /** What takes the place of what was judged so far. Default: that. */
    again?: JudgedAgain;
  },
): FinishedRun {
  const rows = run.finish(new Map(suite.problems.map(({task_id}, i) => [task_id, i])), again);
  const mode = modeOf(begun.verb);
  const metrics = scoreRun({mode, rows, ...scoring});
  const passingMetrics = scorePassing(truth, mode, rows);
  writeJson(join(run.path, 'metrics.json'), metrics);
  const manifest = {
    ...begun,
    scenarios: metrics.scenarios.flatMap(({scenario}) => (scenario === 'NONE' ? [] : [scenario])),
    problems: new Set(rows.map(({task_id}) => task_id)).size,
    model_served: run.servedBy(),
    totals: countTotals(rows, run, leftOut),
  };
  run.saveManifest(manifest);
  return {
    directory: run.path,
    manifest,
    metrics,
    passingMetrics,
    missing: missingReasons(rows),
    found: foundCounts(rows),
  };
}
