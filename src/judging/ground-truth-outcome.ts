import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import {cacheDirectory} from '../files/cache-directory.js';
import {canonicalHash} from '../files/canonical-hash.js';
import {readJson} from '../files/json.js';
import {statusSchema} from '../log/log-line.js';
import type {Suite} from '../problem/problem.js';
import {type JudgeIdentity, judgeIdentitySchema} from './judge-identity.js';
import {DEFAULT_LIMITS, type Limits} from './limits.js';

/** Why a canonical solution does not pass here. `flaky`: it passed in some of its runs. */
export const causes = [
  'missing library',
  'version',
  'network',
  'data',
  'timeout',
  'flaky',
  'other',
] as const;
export type Cause = (typeof causes)[number];

const count = z.number().int().min(0);

export const groundTruthProblemSchema = z.object({
  task_id: z.string(),
  /** The first run's verdict. */
  status: statusSchema.exclude(['missing']),
  /** Null where the first run passed. */
  cause: z.enum(causes).nullable(),
  /** The verdict of each run: one, or three where the first did not pass. */
  statuses: z.array(statusSchema),
  /**
   * Wall time of the first run of the code and its tests, libraries that it loads itself included;
   * 0 for code that does not compile.
   */
  duration_ms: count,
  time_limit_ms: count,
  /** Of the first run. */
  failures: z.array(z.object({test: z.string(), text: z.string()})),
  /**
   * What the solution needed to pass with its tests apart (docs/judging.md): the profile within
   * which another pass has trust `separate`. Null where it did not pass so; absent in outcomes from
   * before it was recorded, and at seal levels that keep nothing apart.
   */
  profile: z.array(z.string()).nullable().optional(),
});

/**
 * What the canonical solutions of a suite come to on this machine, with this Python, in the suite's
 * order.
 */
const groundTruthSchema = z.object({
  format: z.literal('convcodebench-ground-truth'),
  format_version: z.literal(1),
  suite: z.object({name: z.string(), sha256: z.string()}),
  judge: judgeIdentitySchema,
  /** The limit of these runs, which is the suite's unless another was asked for. */
  time_limit_ms: count,
  /** What else one job might use, where another was asked for than the usual. */
  limits: z.record(z.string(), count).optional(),
  problems: z.array(groundTruthProblemSchema),
});

export type GroundTruthProblem = z.infer<typeof groundTruthProblemSchema>;
export type GroundTruth = z.infer<typeof groundTruthSchema>;

/**
 * What an outcome depends on; those of other limits than the suite's and the usual ones stand
 * apart, and calibrate nothing.
 */
export type GroundTruthConditions = {
  suite: Pick<Suite, 'hash' | 'timeLimitMs'>;
  judge: JudgeIdentity;
  timeLimitMs?: number | undefined;
  limits?: Partial<Limits> | undefined;
};

/**
 * Where outcomes are kept: one file for each suite, environment and limits, and beside it what is
 * done of an unfinished one. `runs`: where an earlier version kept that.
 */
export function groundTruthPaths(
  conditions: GroundTruthConditions,
  directory = groundTruthDirectory(),
) {
  const {suite, judge, timeLimitMs = suite.timeLimitMs} = conditions;
  const limits = unusualLimits(conditions.limits);
  const key = canonicalHash({
    suite: suite.hash,
    judge,
    ...(timeLimitMs !== suite.timeLimitMs && {timeLimitMs}),
    ...(limits && {limits}),
  });
  return {
    outcome: join(directory, `${key}.json`),
    trials: join(directory, `${key}.trials.jsonl`),
    runs: join(directory, `${key}.runs.jsonl`),
  };
}

/**
 * The outcome for these conditions, or null where there is none. @throws {FileFormatError} for a
 * damaged one.
 */
export function findGroundTruth(
  conditions: GroundTruthConditions,
  directory?: string,
): GroundTruth | null {
  const {outcome} = groundTruthPaths(conditions, directory);
  if (!existsSync(outcome)) return null;
  const found = readJson(outcome, groundTruthSchema);
  return found.time_limit_ms === (conditions.timeLimitMs ?? conditions.suite.timeLimitMs)
    ? found
    : null;
}

/** The limits that are not the usual ones; undefined where all are. */
export function unusualLimits(limits: Partial<Limits> = {}): {[limit: string]: number} | undefined {
  const usual: {[limit: string]: number} = DEFAULT_LIMITS;
  const unusual = Object.entries(limits).filter(([name, value]) => usual[name] !== value);
  return unusual.length > 0 ? Object.fromEntries(unusual) : undefined;
}

function groundTruthDirectory(): string {
  return join(cacheDirectory(), 'ground-truth');
}

/** A limit is at least this many times what the canonical solution took … */
const limitMultiple = 5;
/** … and at least this long, or the suite's own limit where that is shorter. */
const limitFloorMs = 10_000;

/**
 * The time limit of a problem on this host, in ms: five times its canonical solution's time, in
 * whole seconds, at least 10 s (or the suite's limit, if that is shorter), at most the suite's
 * limit, or twice the solution's time where that is longer.
 */
export function calibratedLimitMs(durationMs: number, suiteLimitMs: number): number {
  const ceiling = Math.max(suiteLimitMs, 2 * durationMs);
  const floor = Math.min(suiteLimitMs, limitFloorMs);
  return Math.ceil(Math.min(ceiling, Math.max(floor, limitMultiple * durationMs)) / 1000) * 1000;
}
