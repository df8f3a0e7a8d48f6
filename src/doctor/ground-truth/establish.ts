import {existsSync, rmSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {dirname} from 'node:path';
import {z} from 'zod';
import {openAppendFile} from '../../files/append.js';
import {readAllJsonl} from '../../files/jsonl.js';
import {lockDirectory} from '../../files/lock.js';
import {makeDirectory} from '../../files/make-directory.js';
import {writeJson} from '../../files/write.js';
import type {JudgeOptions} from '../../judging/create-judge.js';
import {
  calibratedLimitMs,
  findGroundTruth,
  type GroundTruth,
  groundTruthPaths,
  unusualLimits,
} from '../../judging/ground-truth-outcome.js';
import type {Candidate, Judge, Judgement} from '../../judging/judge.js';
import {forEachInWindow} from '../../judging/window.js';
import {statusSchema} from '../../log/log-line.js';
import {builtInJudge} from '../../open/choice-fields.js';
import {type JudgeSpec, judgeSpecOf, openJudge} from '../../open/open-judge.js';
import {checkOptions, optionsOf} from '../../options/check-options.js';
import {abortSignal, callback, chosen, flag, text} from '../../options/fields.js';
import {canonicalProgram, type Problem, type Suite} from '../../problem/problem.js';
import {loadSuite} from '../../problem/suite.js';
import {causeOf} from './cause.js';

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
  onProgress?:
    | ((progress: {
        done: number;
        total: number;
        before: number;
        again: number;
        missing: number;
      }) => void)
    | undefined;
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

const runSchema = z.object({
  task_id: z.string(),
  status: statusSchema,
  duration_ms: z.number(),
  time_limit_ms: z.number(),
  failures: z.array(z.object({test: z.string(), text: z.string()})),
});
type Run = z.infer<typeof runSchema>;

/** How often a solution is run that does not pass at once. */
const runsOfFailing = 3;

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
    starvedTimeouts: 'tell',
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
      return await runAll({judge, durations}, paths, known, {...options, suite, judge: choice});
    } finally {
      unlock();
    }
  } finally {
    await judge.close();
  }
}

async function runAll(
  {judge, durations}: Timed,
  paths: {outcome: string; runs: string},
  known: GroundTruth | null,
  {
    suite,
    judge: choice,
    signal,
    onProgress = () => {},
  }: Omit<GroundTruthOptions, 'judge' | 'suite'> & {
    suite: Suite;
    judge: ReturnType<typeof judgeSpecOf>;
  },
): Promise<GroundTruthResult> {
  const timeLimitMs = choice.timeLimitMs ?? suite.timeLimitMs;
  const runs = await openRuns(paths.runs, timeLimitMs, known);
  try {
    const missing = new Map<string, string>();
    const total = suite.problems.length;
    const workers = choice.workers ?? availableParallelism();
    const todo = suite.problems.flatMap((problem) =>
      runs.of(problem.task_id).length === 0 ? [{problem, runs: 1, bytes: 0}] : [],
    );
    const before = total - todo.length;
    const runOne = async ({problem, runs: wanted}: Pending, isOver: () => boolean) => {
      for (let nth = 0; nth < wanted; nth += 1) {
        const run = await timeRun({judge, durations}, problem, timeLimitMs);
        if (isOver()) return;
        if ('reason' in run) missing.set(problem.task_id, run.reason);
        else runs.add(run);
      }
      tell();
    };
    const tell = () => {
      const failing = suite.problems.flatMap((problem) =>
        failingAgain(problem, runs.of(problem.task_id)),
      );
      const done = suite.problems.filter(({task_id}) => runs.of(task_id).length > 0).length;
      onProgress({done, total, before, again: failing.length, missing: missing.size});
    };
    await forEachInWindow(todo, {items: workers, bytes: 1}, runOne, signal);
    const again = suite.problems.flatMap((problem) =>
      failingAgain(problem, runs.of(problem.task_id)),
    );
    await forEachInWindow(
      again,
      {items: Math.max(1, Math.floor(workers / 2)), bytes: 1},
      runOne,
      signal,
    );
    if (missing.size > 0)
      return {missing: [...missing].map(([task_id, reason]) => ({task_id, reason}))};
    const outcome = outcomeOf(
      suite,
      judge,
      {timeLimitMs, limits: unusualLimits(choice.limits)},
      runs.of,
    );
    writeJson(paths.outcome, outcome);
    runs.discard();
    return {outcome, cached: false};
  } finally {
    runs.close();
  }
}

/** A problem and how often it is still to be run. */
type Pending = {problem: Problem; runs: number; bytes: number};

/** A solution that did not pass at once is run until it has had three runs. */
function failingAgain(problem: Problem, [first, ...rest]: readonly Run[]): Pending[] {
  if (!first || first.status === 'pass') return [];
  const runs = runsOfFailing - 1 - rest.length;
  return runs > 0 ? [{problem, runs, bytes: 0}] : [];
}

/**
 * By candidate: what the runner measured of it, without the start of a server or the wait for a
 * worker.
 */
type Durations = WeakMap<Candidate, number>;
type Timed = {judge: Judge; durations: Durations};

async function timeRun(
  {judge, durations}: Timed,
  problem: Problem,
  timeLimitMs: number,
): Promise<Run | {reason: string}> {
  const {task_id, test, entry_point: entryPoint} = problem;
  const candidate = {code: canonicalProgram(problem), test, entryPoint, timeLimitMs};
  const judgement = await judge.judge(candidate);
  if (judgement.status === 'missing') return {reason: judgement.reason};
  const duration_ms = Math.round(durations.get(candidate) ?? 0);
  return {
    task_id,
    status: judgement.status,
    duration_ms,
    time_limit_ms: timeLimitMs,
    failures: failuresOf(judgement),
  };
}

function failuresOf(judgement: Exclude<Judgement, {status: 'missing'}>): Run['failures'] {
  return 'report' in judgement
    ? judgement.report.failures
    : [{test: 'ALL', text: judgement.compilationError}];
}

function outcomeOf(
  suite: Suite,
  judge: Judge,
  {timeLimitMs, limits}: {timeLimitMs: number; limits: GroundTruth['limits']},
  runsOf: (taskId: string) => Run[],
): GroundTruth {
  return {
    format: 'convcodebench-ground-truth',
    format_version: 1,
    suite: {name: suite.name, sha256: suite.hash},
    judge: judge.identity,
    time_limit_ms: timeLimitMs,
    ...(limits && {limits}),
    problems: suite.problems.flatMap(({task_id}) => {
      const runs = runsOf(task_id);
      const [first] = runs;
      if (!first || first.status === 'missing') return [];
      const {status, failures, duration_ms} = first;
      const statuses = runs.map((run) => run.status);
      const cause = causeOf(statuses, failures);
      const time_limit_ms =
        cause === null ? calibratedLimitMs(duration_ms, timeLimitMs) : timeLimitMs;
      return [{task_id, status, cause, statuses, duration_ms, time_limit_ms, failures}];
    }),
  };
}

/**
 * The runs made so far with this limit, on disk; those that pass by an earlier outcome count as
 * made.
 */
async function openRuns(path: string, timeLimitMs: number, known: GroundTruth | null) {
  const byTask = new Map<string, Run[]>();
  const note = (run: Run) =>
    void byTask.set(run.task_id, [...(byTask.get(run.task_id) ?? []), run]);
  for (const {cause, task_id, status, duration_ms, failures} of known?.problems ?? []) {
    if (cause === null) note({task_id, status, duration_ms, failures, time_limit_ms: timeLimitMs});
  }
  const stored = existsSync(path)
    ? await readAllJsonl(path, runSchema, {tornLastLine: 'drop'})
    : [];
  for (const run of stored) if (run.time_limit_ms === timeLimitMs) note(run);
  const appender = openAppendFile(path);
  return {
    of: (taskId: string): Run[] => byTask.get(taskId) ?? [],
    add(run: Run) {
      appender.append(run);
      note(run);
    },
    close: () => appender.close(),
    discard: () => rmSync(path, {force: true}),
  };
}
