import {availableParallelism} from 'node:os';
import {dirname} from 'node:path';
import {z} from 'zod';
import {lockDirectory} from '../../files/lock.js';
import {makeDirectory} from '../../files/make-directory.js';
import {clearLeftovers, writeJson} from '../../files/write.js';
import type {JudgeOptions} from '../../judging/create-judge.js';
import {failingEntries} from '../../judging/failing-entries.js';
import {
  calibratedLimitMs,
  findGroundTruth,
  type GroundTruth,
  groundTruthPaths,
  unusualLimits,
} from '../../judging/ground-truth-outcome.js';
import type {Judge} from '../../judging/judge.js';
import {judgeMany, type Tally} from '../../judging/judge-many.js';
import {builtInJudge} from '../../open/choice-fields.js';
import {type JudgeSpec, judgeSpecOf, openJudge} from '../../open/open-judge.js';
import {checkOptions, optionsOf} from '../../options/check-options.js';
import {abortSignal, callback, chosen, flag, text} from '../../options/fields.js';
import {canonicalProgram, type Problem, type Suite} from '../../problem/problem.js';
import {loadSuite} from '../../problem/suite.js';
import {causeOf} from './cause.js';
import {openTrials, type Trial, type TrialRows} from './trials.js';

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
 * `missing`: problems whose process was ended from outside, with the reason; then there is no
 * outcome yet.
 */
export type GroundTruthResult =
  | {outcome: GroundTruth; cached: boolean}
  | {missing: {task_id: string; reason: string}[]};

/**
 * Runs every canonical solution of a suite, those that fail twice more after the rest by half the
 * workers, and keeps the outcome for this suite, Python, environment, runner, seal level and
 * limits. A stopped call goes on where it was; an outcome that there is comes back as it is.
 * @throws {MissingRequirementError} for a Python that is absent or too old; {UsageError} for
 * foreign code that no seal holds back here.
 */
export async function establishGroundTruth(
  options: GroundTruthOptions,
): Promise<GroundTruthResult> {
  checkOptions('establishGroundTruth', schema, options);
  const {directory, onNotice} = options;
  const suite = typeof options.suite === 'string' ? await loadSuite(options.suite) : options.suite;
  const choice = {...judgeSpecOf(options.judge), keepVerdicts: false};
  const durations: Durations = new WeakMap();
  const onJob: JudgeOptions['onJob'] = ({durationMs}, candidate) =>
    void durations.set(candidate, durationMs);
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
      return await tryAll({judge, durations}, paths, known, {...options, suite, judge: choice});
    } finally {
      unlock();
    }
  } finally {
    await judge.close();
  }
}

async function tryAll(
  timed: Timed,
  paths: {outcome: string; trials: string},
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
  const rows = await openTrials(paths.trials, known);
  try {
    const missing = new Map<string, string>();
    const candidates = suite.problems.map((problem) => ({problem, bytes: 0}));
    const has = ({problem}: Candidate) => rows.of(problem.task_id).length > 0;
    await judgeMany(
      {
        total: candidates.length,
        before: candidates.filter(has).length,
        first: candidates,
        again: () => candidates.filter(({problem}) => trialsWanted(rows.of(problem.task_id)) > 0),
      },
      {has, add: (tried: Tried) => keep(tried, {rows, missing})},
      {
        judge: ({problem}) =>
          tryProblem(timed, problem, {before: rows.of(problem.task_id), timeLimitMs}),
        isMissing: ({reason}) => reason !== null,
        window: {items: workers, bytes: 1},
        calmItems: Math.max(1, Math.floor(workers / 2)),
        signal,
        onProgress,
      },
    );
    if (missing.size > 0)
      return {missing: [...missing].map(([task_id, reason]) => ({task_id, reason}))};
    const limits = unusualLimits(choice.limits);
    const outcome = outcomeOf(suite, timed.judge, {timeLimitMs, limits}, rows.of);
    writeJson(paths.outcome, outcome);
    rows.discard();
    return {outcome, cached: false};
  } finally {
    rows.close();
  }
}

/** What the engine judges here: a problem's canonical solution, once, then what it still lacks. */
type Candidate = {problem: Problem; bytes: number};

/** All trials of a solution so far; `reason`: why a further one came to no verdict. */
type Tried = {task_id: string; trials: Trial[]; reason: string | null};

function keep(
  {task_id, trials, reason}: Tried,
  {rows, missing}: {rows: TrialRows; missing: Map<string, string>},
): void {
  if (trials.length > 0) rows.add({task_id, trials});
  if (reason !== null) missing.set(task_id, reason);
}

/** How often a solution is tried that does not pass at once. */
const trialsOfFailing = 3;

function trialsWanted([first, ...rest]: readonly Trial[]): number {
  if (!first) return 1;
  return first.status === 'pass' ? 0 : Math.max(0, trialsOfFailing - 1 - rest.length);
}

/**
 * By candidate: what the runner measured of it, without the start of a server or the wait for a
 * worker.
 */
type Durations = WeakMap<object, number>;
type Timed = {judge: Judge; durations: Durations};

async function tryProblem(
  {judge, durations}: Timed,
  problem: Problem,
  {before, timeLimitMs}: {before: readonly Trial[]; timeLimitMs: number},
): Promise<Tried> {
  const {task_id, test, entry_point: entryPoint} = problem;
  const trials = [...before];
  for (let wanted = trialsWanted(before); wanted > 0; wanted -= 1) {
    const candidate = {code: canonicalProgram(problem), test, entryPoint, timeLimitMs};
    const judgement = await judge.judge(candidate);
    if (judgement.status === 'missing') return {task_id, trials, reason: judgement.reason};
    trials.push({
      status: judgement.status,
      duration_ms: Math.round(durations.get(candidate) ?? 0),
      failures: failingEntries(judgement),
    });
  }
  return {task_id, trials, reason: null};
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
      const {status, failures, duration_ms} = first;
      const statuses = trials.map((trial) => trial.status);
      const cause = causeOf(statuses, failures);
      const time_limit_ms =
        cause === null ? calibratedLimitMs(duration_ms, timeLimitMs) : timeLimitMs;
      return [{task_id, status, cause, statuses, duration_ms, time_limit_ms, failures}];
    }),
  };
}
