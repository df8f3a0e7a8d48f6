import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import type {JudgeIdentity} from '../execution/judge.js';
import {cacheDirectory} from '../files/cache-directory.js';
import {canonicalHash} from '../files/canonical-hash.js';
import {readJson} from '../files/json.js';
import {statusSchema} from '../log/log-line.js';
import {judgeIdentitySchema} from '../run/run-manifest.js';

/** Why a canonical solution does not pass here. `flaky`: it passed in some of its runs. */
export const causes = ['missing library', 'version', 'network', 'data', 'timeout', 'flaky', 'other'] as const;
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
  /** Wall time of the first run's verdict, control run included. */
  duration_ms: count,
  time_limit_ms: count,
  /** Of the first run. */
  failures: z.array(z.object({test: z.string(), text: z.string()})),
});

/** What the canonical solutions of a suite come to on this machine, with this Python, in the suite's order. */
export const groundTruthSchema = z.object({
  format: z.literal('convcodebench-ground-truth'),
  format_version: z.literal(1),
  suite: z.object({name: z.string(), sha256: z.string()}),
  judge: judgeIdentitySchema,
  /** The limit of these runs, which is the suite's unless another was asked for. */
  time_limit_ms: count,
  problems: z.array(groundTruthProblemSchema),
});

export type GroundTruthProblem = z.infer<typeof groundTruthProblemSchema>;
export type GroundTruth = z.infer<typeof groundTruthSchema>;

/** Where outcomes are kept: one file for each suite and environment, and beside it what is done of an unfinished one. */
export function groundTruthPaths(suiteHash: string, judge: JudgeIdentity, directory = groundTruthDirectory()) {
  const key = canonicalHash({suite: suiteHash, judge});
  return {outcome: join(directory, `${key}.json`), runs: join(directory, `${key}.runs.jsonl`)};
}

/** The outcome for this suite and environment, or null where there is none. @throws {FileFormatError} for a damaged one. */
export function findGroundTruth(suiteHash: string, judge: JudgeIdentity, directory?: string): GroundTruth | null {
  const {outcome} = groundTruthPaths(suiteHash, judge, directory);
  return existsSync(outcome) ? readJson(outcome, groundTruthSchema) : null;
}

function groundTruthDirectory(): string {
  return join(cacheDirectory(), 'ground-truth');
}

/** A limit is at least this many times what the canonical solution took … */
export const limitMultiple = 5;
/** … and at least this long, or the suite's own limit where that is shorter. */
export const limitFloorMs = 10_000;

/**
 * The time limit of a problem on this host, in ms: five times its canonical solution's time, in whole seconds, at least 10 s (or the suite's limit, if that is
 * shorter), at most the suite's limit, or twice the solution's time where that is longer.
 */
export function calibratedLimitMs(durationMs: number, suiteLimitMs: number): number {
  const ceiling = Math.max(suiteLimitMs, 2 * durationMs);
  const floor = Math.min(suiteLimitMs, limitFloorMs);
  return Math.ceil(Math.min(ceiling, Math.max(floor, limitMultiple * durationMs)) / 1000) * 1000;
}
