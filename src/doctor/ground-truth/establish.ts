import {availableParallelism} from 'node:os';
import {dirname} from 'node:path';
import {z} from 'zod';
import {present, UsageError} from '../../errors.js';
import {sha256} from '../../files/canonical-hash.js';
import {lockDirectory} from '../../files/lock.js';
import {makeDirectory} from '../../files/make-directory.js';
import {clearLeftovers, writeJson} from '../../files/write.js';
import type {JudgeOptions} from '../../judging/create-judge.js';
import {
  calibratedLimitMs,
  findGroundTruth,
  type GroundTruth,
  groundTruthPaths,
  unusualLimits,
} from '../../judging/ground-truth-outcome.js';
import type {Candidate, Judge} from '../../judging/judge.js';
import type {Tally} from '../../judging/judge-many.js';
import {builtInJudge} from '../../open/choice-fields.js';
import {type JudgeSpec, judgeSpecOf, openJudge} from '../../open/open-judge.js';
import {checkOptions, optionsOf} from '../../options/check-options.js';
import {abortSignal, callback, chosen, flag, text} from '../../options/fields.js';
import type {Suite} from '../../problem/problem.js';
import {loadSuite} from '../../problem/suite.js';
import {causeOf} from './cause.js';
import {openTrials, type Trial} from './trials.js';
import {type Timed, trySolutions} from './try-solutions.js';

export type GroundTruthOptions = {
  /** Name or file of the suite, or a suite that was loaded. */
  suite: string | Suite;
  /** A judge of this package's, since run times are measured: `builtin`, a Python, or a spec. */
  judge?: string | JudgeSpec | undefined;
  /** Folder of outcomes; default: in the cache folder. */
  directory?: string | undefined;
  /** Run those again that did not pass by an outcome there is. */
  again?: boolean | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((tally: Tally) => void) | undefined;
  onNotice?: ((notice: string) => void) | undefined;
};

const suiteField = chosen<string | Suite>('a name, a file or a suite that was loaded', (given) =>
  typeof given === 'string' ? text : 'problems' in given ? z.looseObject({}) : undefined,
);

const schema = optionsOf<GroundTruthOptions>({
  suite: suiteField,
  judge: builtInJudge.optional(),
  directory: text.optional(),
  again: flag.optional(),
  signal: abortSignal.optional(),
  onProgress: callback<NonNullable<GroundTruthOptions['onProgress']>>().optional(),
  onNotice: callback<NonNullable<GroundTruthOptions['onNotice']>>().optional(),
});

/**
 * `missing`: problems that lack a trial, since their process was ended from outside, with the
 * reason; then there is no outcome yet.
 */
export type GroundTruthResult =
  | {outcome: GroundTruth; cached: boolean}
  | {missing: {task_id: string; reason: string}[]};

/**
 * Runs every canonical solution of a suite, those that fail twice more after the rest by half the
 * workers, and keeps the outcome for this suite, Python, environment, runner, seal level and
 * limits. A stopped call goes on where it was; an outcome that there is comes back as it is.
 * @throws {MissingRequirementError} for a Python that is absent or too old; {UsageError} for
 * foreign code that no seal holds back here, and for judges on a queue.
 */
export async function establishGroundTruth(
  options: GroundTruthOptions,
): Promise<GroundTruthResult> {
  checkOptions('establishGroundTruth', schema, options);
  const {directory, onNotice} = options;
  const suite = typeof options.suite === 'string' ? await loadSuite(options.suite) : options.suite;
  const choice = {...judgeSpecOf(options.judge), keepVerdicts: false};
  if (choice.queue !== undefined)
    throw new UsageError(
      'establishGroundTruth: judge: a queue tells nobody how long a solution ran, which limits are calibrated by; name a Python',
    );
  // By content: of two equal problems under way at once the judge runs one.
  const durations = new Map<string, number>();
  const keyOf = (candidate: Candidate) => sha256(JSON.stringify(candidate));
  const durationOf: Timed['durationOf'] = (candidate) =>
    present(durations.get(keyOf(candidate)), 'the time of a run');
  const onJob: JudgeOptions['onJob'] = ({durationMs}, candidate) =>
    void durations.set(keyOf(candidate), durationMs);
  const judge = await openJudge({
    suite,
    trusted: suite.standardLibraryOnly,
    choice,
    onNotice,
    onJob,
  });
  try {
    const {timeLimitMs, limits} = choice;
    const conditions = {suite, judge: judge.identity, timeLimitMs, limits};
    const known = findGroundTruth(conditions, directory);
    if (known && !(options.again && known.problems.some(({cause}) => cause !== null))) {
      return {outcome: known, cached: true};
    }
    const paths = groundTruthPaths(conditions, directory);
    makeDirectory(dirname(paths.outcome));
    const unlock = lockDirectory(dirname(paths.outcome));
    try {
      clearLeftovers(dirname(paths.outcome));
      return await tryAll({judge, durationOf}, paths, known, {...options, suite, judge: choice});
    } finally {
      unlock();
    }
  } finally {
    await judge.close();
  }
}

async function tryAll(
  timed: Timed,
  paths: ReturnType<typeof groundTruthPaths>,
  known: GroundTruth | null,
  {
    suite,
    judge: choice,
    signal,
    onProgress,
  }: Omit<GroundTruthOptions, 'judge' | 'suite'> & {
    suite: Suite;
    judge: ReturnType<typeof judgeSpecOf>;
  },
): Promise<GroundTruthResult> {
  const timeLimitMs = choice.timeLimitMs ?? suite.timeLimitMs;
  const workers = choice.workers ?? availableParallelism();
  const rows = await openTrials(paths, {known, timeLimitMs});
  try {
    const asked = {problems: suite.problems, timeLimitMs, workers, signal, onProgress};
    const missing = await trySolutions(timed, rows, asked);
    if (missing.length > 0) return {missing};
    const limits = unusualLimits(choice.limits);
    const outcome = outcomeOf(suite, timed.judge, {timeLimitMs, limits}, rows.of);
    writeJson(paths.outcome, outcome);
    rows.discard();
    return {outcome, cached: false};
  } finally {
    rows.close();
  }
}

function outcomeOf(
  suite: Suite,
  judge: Judge,
  {timeLimitMs, limits}: {timeLimitMs: number; limits: GroundTruth['limits']},
  trialsOf: (taskId: string) => readonly Trial[],
): GroundTruth {
  return {
    format: 'convcodebench-ground-truth',
    format_version: 1,
    suite: {name: suite.name, sha256: suite.hash},
    judge: judge.identity,
    time_limit_ms: timeLimitMs,
    ...(limits && {limits}),
    problems: suite.problems.flatMap(({task_id}) => {
      const trials = trialsOf(task_id);
      const [first] = trials;
      if (!first) return [];
      const {status, failures, duration_ms, profile} = first;
      const statuses = trials.map((trial) => trial.status);
      const cause = causeOf(statuses, failures);
      const time_limit_ms =
        cause === null ? calibratedLimitMs(duration_ms, timeLimitMs) : timeLimitMs;
      const known = profile === undefined ? {} : {profile};
      return [{task_id, status, cause, statuses, duration_ms, time_limit_ms, failures, ...known}];
    }),
  };
}
