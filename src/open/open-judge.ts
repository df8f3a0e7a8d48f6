import {join} from 'node:path';
import {cacheDirectory} from '../files/cache-directory.js';
import {createJudge, type JudgeOptions} from '../judging/create-judge.js';
import type {Judge} from '../judging/judge.js';
import type {StarvedTimeouts} from '../judging/judge-jobs.js';
import type {Limits} from '../judging/limits.js';
import {requireSeal, SEAL_NAMES, type SealLevel} from '../judging/seal/policy.js';
import type {Suite} from '../problem/problem.js';

/** How code is to be judged; speed and safety, no part of a run's identity. */
export type JudgeChoice = {
  /** A path, or a name on PATH; default `python3`. */
  python?: string;
  /** Jobs at once; default: as many as cores. */
  workers?: number;
  /** Wall-clock limit of a job in milliseconds; default: the suite's. */
  timeLimitMs?: number;
  /** Where verdicts are kept; default: the cache folder. */
  cacheDirectory?: string;
  /** False: every job is really run, and its verdict not kept. Default true. */
  keepVerdicts?: boolean;
  /** What one job may use besides time; the rest as `DEFAULT_LIMITS` says. */
  limits?: Partial<Limits>;
  /** What becomes of a timeout that had not its share of the machine; default `repeat`. */
  starvedTimeouts?: StarvedTimeouts;
  /** Judge code that is not the package's own without a seal. */
  allowUnsafe?: boolean;
};

/**
 * Starts the judge of a run.
 * @throws {UsageError} for code from outside where no seal holds and nobody allowed it.
 * @throws {MissingRequirementError} when Python is absent or too old.
 */
export async function openJudge({
  suite,
  trusted,
  choice,
  onNotice = () => {},
  onJob,
}: {
  suite: Pick<Suite, 'standardLibraryOnly'>;
  trusted: boolean;
  choice: JudgeChoice;
  onNotice?: ((notice: string) => void) | undefined;
  onJob?: JudgeOptions['onJob'];
}): Promise<Judge> {
  const judge = await createJudge({
    ...(choice.python !== undefined && {python: choice.python}),
    ...(choice.workers !== undefined && {workers: choice.workers}),
    ...(choice.keepVerdicts !== false && {cacheDirectory: choice.cacheDirectory ?? verdictsPath()}),
    ...(choice.limits && {limits: choice.limits}),
    starvedTimeouts: choice.starvedTimeouts ?? 'repeat',
    ...(onJob && {onJob}),
    distributions: !suite.standardLibraryOnly,
  });
  const {sealLevel} = judge.identity;
  try {
    requireSeal(sealLevel, {trusted, allowUnsafe: choice.allowUnsafe ?? false});
  } catch (error) {
    await judge.close();
    throw error;
  }
  onNotice(describeSeal(sealLevel, trusted));
  return judge;
}

/** Where verdicts are kept unless told otherwise. */
export function verdictsPath(): string {
  return join(cacheDirectory(), 'verdicts');
}

function describeSeal(level: SealLevel, trusted: boolean): string {
  const seal = `code is judged at seal level ${level} (${SEAL_NAMES[level]})`;
  if (level <= 3) return seal;
  return trusted
    ? `${seal}; it is the package's own`
    : `${seal}; UNSAFE: it comes from outside, and you allowed it`;
}
