import {join} from 'node:path';
import {UsageError} from '../errors.js';
import {cacheDirectory} from '../files/cache-directory.js';
import {createJudge, type JudgeOptions} from '../judging/create-judge.js';
import type {Judge} from '../judging/judge.js';
import {DEFAULT_LIMITS, type Limits} from '../judging/limits.js';
import {requireSeal, SEAL_NAMES, type SealLevel} from '../judging/seal/policy.js';
import {fieldsGiven, type Given} from '../options/given.js';
import {option} from '../options/option-name.js';
import type {Suite} from '../problem/problem.js';
import {useOwnJudge} from './own-ports.js';

/** How code is to be judged here; speed and safety, no part of a run's identity. */
export type JudgeSpec = {
  /** A path, or a name on PATH. Default `python3`. */
  python?: string | undefined;
  /**
   * Have workers judge that share a Redis: `redis://…` or `rediss://…`. What judges is theirs to
   * choose, so it stands without `python` and `workers`. Default: judged here.
   */
  queue?: string | undefined;
  /** Jobs at once. Default: as many as cores. */
  workers?: number | undefined;
  /** Wall-clock limit of a job in milliseconds. Default: the calibrated one, else the suite's. */
  timeLimitMs?: number | undefined;
  /** Where verdicts are kept. Default: the cache folder. */
  cacheDirectory?: string | undefined;
  /** False: every job is really run, and its verdict not kept. Default true. */
  keepVerdicts?: boolean | undefined;
  /** What one job may use besides time. Default: as `DEFAULT_LIMITS` says. */
  limits?: Given<Limits> | undefined;
  /** Judge code that is not the package's own even where no seal holds. Default false. */
  allowUnsafe?: boolean | undefined;
};

/**
 * Who judges: `builtin`, the Python to judge with (a path, or a name on PATH), how to judge here,
 * or a judge of your own, which is used as it is, answers for its own seal and stays open.
 */
export type JudgeChoice = string | JudgeSpec | Judge;

/** Judges that were opened here, and how: one may be used again, as several runs share it. */
const openedHere = new WeakMap<Judge, string>();

/**
 * Opens the judge that was chosen. Closing what comes back ends what was started here, and leaves a
 * judge of somebody else's open.
 * @throws {UsageError} for code from outside where no seal holds and nobody allowed it.
 * @throws {MissingRequirementError} when Python is absent or too old.
 */
export async function openJudge({
  suite,
  trusted,
  choice,
  onNotice = () => {},
  onJob = () => {},
}: {
  suite: Pick<Suite, 'standardLibraryOnly'> & Partial<Pick<Suite, 'hash'>>;
  /** Whether all code comes from the package itself. */
  trusted: boolean;
  choice?: JudgeChoice | undefined;
  onNotice?: ((notice: string) => void) | undefined;
  onJob?: JudgeOptions['onJob'];
}): Promise<Judge> {
  if (isOwnJudge(choice)) {
    const {sealLevel} = choice.identity;
    const own = `code is judged by a judge of the caller’s, at seal level ${sealLevel}`;
    onNotice(openedHere.get(choice) ?? own);
    return useOwnJudge(choice);
  }
  const spec = judgeSpecOf(choice);
  if (spec.queue !== undefined) return openQueue(spec.queue, {suite, spec, trusted, onNotice});
  const judge = await createJudge({
    python: spec.python,
    workers: spec.workers,
    limits: spec.limits,
    cacheDirectory: cacheDirectoryOf(spec),
    distributions: !suite.standardLibraryOnly,
    onJob,
  });
  const {sealLevel} = judge.identity;
  try {
    requireSeal(sealLevel, {trusted, allowUnsafe: spec.allowUnsafe ?? false});
  } catch (error) {
    await judge.close();
    throw error;
  }
  const described = describeSeal(sealLevel, trusted);
  openedHere.set(judge, described);
  onNotice(described);
  return judge;
}

type ChosenSpec = ReturnType<typeof judgeSpecOf>;

/** The packages of a queue are loaded only where one is named. */
async function openQueue(
  url: string,
  {
    suite,
    spec,
    trusted,
    onNotice,
  }: {
    suite: Partial<Pick<Suite, 'hash'>>;
    spec: ChosenSpec;
    trusted: boolean;
    onNotice: (notice: string) => void;
  },
): Promise<Judge> {
  const idle = (['python', 'workers'] as const).find((name) => spec[name] !== undefined);
  if (idle !== undefined)
    throw new UsageError(
      `${option(idle)}, ${option('queue')}: contradict; give ${option(idle)} to the workers`,
    );
  if (suite.hash === undefined)
    throw new UsageError(`${option('queue')}: judges for one suite; name the suite`);
  const {openQueueJudge} = await import('../judging/queue/queue-judge.js');
  const {tempoOf} = await import('../judging/queue/tempo.js');
  const judge = await openQueueJudge({
    url,
    suiteHash: suite.hash,
    limits: {...DEFAULT_LIMITS, ...spec.limits},
    cacheDirectory: cacheDirectoryOf(spec),
    tempo: tempoOf(process.env),
    onNotice,
  });
  try {
    requireSeal(judge.identity.sealLevel, {trusted, allowUnsafe: spec.allowUnsafe ?? false});
  } catch (error) {
    await judge.close();
    throw error;
  }
  const {sealLevel} = judge.identity;
  openedHere.set(judge, `code is judged by the workers of a queue, at seal level ${sealLevel}`);
  return judge;
}

/** Where verdicts are kept; undefined where they are not. */
function cacheDirectoryOf({keepVerdicts, cacheDirectory}: ChosenSpec): string | undefined {
  return keepVerdicts === false ? undefined : (cacheDirectory ?? verdictsPath());
}

/** The choice in full; of a judge of the caller's nothing is known beforehand. */
export function judgeSpecOf(
  choice: JudgeChoice | undefined,
): Omit<JudgeSpec, 'limits'> & {limits: Partial<Limits>} {
  if (choice === undefined || choice === 'builtin' || isOwnJudge(choice)) return {limits: {}};
  if (typeof choice === 'string') return {python: choice, limits: {}};
  return {...choice, limits: fieldsGiven(choice.limits)};
}

/**
 * The Python whose libraries decide which problems can be judged; null where the judge is the
 * caller's and names none: then it is taken to have them all.
 */
export function judgePython(choice: JudgeChoice | undefined): string | null {
  if (isOwnJudge(choice)) return choice.python ?? null;
  const {queue, python = 'python3'} = judgeSpecOf(choice);
  return queue === undefined ? python : null;
}

export function isOwnJudge(choice: JudgeChoice | undefined): choice is Judge {
  return typeof choice === 'object' && 'judge' in choice;
}

/** Where verdicts are kept unless told otherwise. */
function verdictsPath(): string {
  return join(cacheDirectory(), 'verdicts');
}

function describeSeal(level: SealLevel, trusted: boolean): string {
  const seal = `code is judged at seal level ${level} (${SEAL_NAMES[level]})`;
  if (level <= 3) return seal;
  return trusted
    ? `${seal}; it is the package's own`
    : `${seal}; UNSAFE: it comes from outside, and you allowed it`;
}
