import {z} from 'zod';
import {readJson} from '../files/json.js';
import {packagePath} from '../files/package-root.js';
import {preludeOf} from '../problem/prelude.js';
import {canonicalProgram, type Problem, type Suite} from '../problem/problem.js';
import {findGroundTruth} from './ground-truth-outcome.js';
import type {Judge} from './judge.js';
import {
  type CrossingProfile,
  type CrossingProfiles,
  type Exemplar,
  openProfiles,
} from './profiles.js';

/** The profiles of the suite that ships, beside it. */
export const starterProfilesPath = packagePath('src/problem/starter/profiles.json');

export const shippedProfilesSchema = z.object({
  suite_sha256: z.string(),
  profiles: z.record(z.string(), z.array(z.string())),
});

/**
 * The profiles of a suite under this judge: those that `doctor --ground-truth` kept, or that ship;
 * others come from the canonical solutions when they are first asked for.
 */
export function profilesOf(
  judge: Judge,
  suite: Pick<Suite, 'hash' | 'timeLimitMs'>,
): CrossingProfiles {
  const {timeLimitMs} = suite;
  return openProfiles(judge, {
    known: judge.separates || judge.triesApart ? known(judge, suite) : new Map(),
    timeLimitMs,
  });
}

/** A problem of a suite as its profile is asked for. */
export function exemplarOf(problem: Problem): Exemplar {
  const {task_id: taskId, test, entry_point: entryPoint, canonical_solution} = problem;
  const solution = canonical_solution === '' ? '' : canonicalProgram(problem);
  return {taskId, test, entryPoint, prelude: preludeOf(problem, 0), solution};
}

function known(
  judge: Judge,
  suite: Pick<Suite, 'hash' | 'timeLimitMs'>,
): ReadonlyMap<string, CrossingProfile> {
  const shipped = readJson(starterProfilesPath, shippedProfilesSchema);
  const truth = findGroundTruth({suite, judge: judge.identity});
  return new Map<string, CrossingProfile>([
    ...(shipped.suite_sha256 === suite.hash ? Object.entries(shipped.profiles) : []),
    ...(truth?.problems ?? []).flatMap(({task_id, profile}) =>
      profile === undefined ? [] : ([[task_id, profile]] as const),
    ),
  ]);
}
