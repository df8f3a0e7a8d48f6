import {existsSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import {FileFormatError} from '../errors.js';
import {sha256} from '../files/canonical-hash.js';
import {readJson} from '../files/json.js';
import {refuseLink} from '../files/own-file.js';
import {writeJson} from '../files/write.js';
import {findGroundTruth} from '../judging/ground-truth-outcome.js';
import type {JudgeIdentity} from '../judging/judge-identity.js';
import type {Problem, Suite} from '../problem/problem.js';
import type {RunManifest} from './run-manifest.js';

/**
 * What a run keeps of its suite's ground truth, so that it is scored from its own directory alone.
 */
export const runGroundTruthSchema = z.object({
  format: z.literal('convcodebench-run-ground-truth'),
  format_version: z.literal(1),
  suite_sha256: z.string(),
  problems: z.array(
    z.object({task_id: z.string(), passes: z.boolean(), time_limit_ms: z.number().int().min(1)}),
  ),
});

export type RunGroundTruth = z.infer<typeof runGroundTruthSchema>;

/**
 * The ground truth that goes with a run: the one its directory holds already, so that a run which
 * is gone on with keeps its limits; else the outcome that `doctor --ground-truth` kept for this
 * suite and environment; else null.
 */
export function groundTruthOfRun(
  directory: string,
  suite: Suite,
  judge: JudgeIdentity,
): RunGroundTruth | null {
  const path = fileOf(directory);
  refuseLink(path);
  if (existsSync(path)) {
    const list = readJson(path, runGroundTruthSchema);
    if (list.suite_sha256 === suite.hash) return list;
  }
  return groundTruthFor(suite, judge);
}

/**
 * The outcome kept for this suite and environment under the suite's own limits, as a run keeps it;
 * null where there is none.
 */
export function groundTruthFor(suite: Suite, judge: JudgeIdentity): RunGroundTruth | null {
  const outcome = findGroundTruth({suite, judge});
  if (outcome === null) return null;
  return {
    format: 'convcodebench-run-ground-truth',
    format_version: 1,
    suite_sha256: suite.hash,
    problems: outcome.problems.map(({task_id, cause, time_limit_ms}) => ({
      task_id,
      passes: cause === null,
      time_limit_ms,
    })),
  };
}

/**
 * Writes it beside the run, or, where there is none, takes away what stands there. @returns what
 * the run's manifest says of it.
 */
export function keepGroundTruth(
  directory: string,
  list: RunGroundTruth | null,
): RunManifest['ground_truth'] {
  if (list === null) {
    rmSync(fileOf(directory), {force: true});
    return null;
  }
  writeJson(fileOf(directory), list);
  const passes = list.problems.filter((problem) => problem.passes).length;
  return {passes, fails: list.problems.length - passes, sha256: hashOf(directory)};
}

/**
 * The run's own list; null where it has none. @throws {FileFormatError} when it is not the one that
 * the manifest names.
 */
export function readGroundTruth(directory: string, manifest: RunManifest): RunGroundTruth | null {
  if (!manifest.ground_truth) return null;
  refuseLink(fileOf(directory));
  const list = readJson(fileOf(directory), runGroundTruthSchema);
  if (hashOf(directory) !== manifest.ground_truth.sha256) {
    throw new FileFormatError(
      `${fileOf(directory)}: is not the list whose sha256 is in manifest.json: ground_truth`,
    );
  }
  return list;
}

/** Each problem's limit in ms: the one asked for, else the calibrated one, else the suite's. */
export function timeLimits(suite: Suite, list: RunGroundTruth | null, askedMs: number | undefined) {
  const calibrated = new Map(
    list?.problems.map(({task_id, time_limit_ms}) => [task_id, time_limit_ms]),
  );
  return ({task_id}: Pick<Problem, 'task_id'>): number =>
    askedMs ?? calibrated.get(task_id) ?? suite.timeLimitMs;
}

function fileOf(directory: string): string {
  return join(directory, 'ground-truth.json');
}

function hashOf(directory: string): string {
  return sha256(readFileSync(fileOf(directory)));
}
