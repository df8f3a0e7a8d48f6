import {failingEntries} from '../../judging/failing-entries.js';
import type {Candidate, Judge} from '../../judging/judge.js';
import {judgeMany, type Tally} from '../../judging/judge-many.js';
import {profileIn} from '../../judging/profiles.js';
import {preludeOf} from '../../problem/prelude.js';
import {canonicalProgram, type Problem} from '../../problem/problem.js';
import type {Trial, TrialRows} from './trials.js';

/**
 * A judge, and what its runner measured of a candidate that it ran, in ms, without the start of a
 * server or the wait for a worker.
 */
export type Timed = {judge: Judge; durationOf(candidate: Candidate): number};

type Asked = {
  problems: readonly Problem[];
  timeLimitMs: number;
  workers: number;
  signal?: AbortSignal | undefined;
  onProgress?: ((tally: Tally) => void) | undefined;
};

/**
 * Tries every canonical solution that has no trial yet once, then, by half the workers, as often as
 * each still lacks: one that does not pass at once has three trials.
 * @returns the problems that lack a trial even so, and why the last one came to no verdict.
 * @throws as `judgeMany`.
 */
export async function trySolutions(
  timed: Timed,
  rows: TrialRows,
  {problems, timeLimitMs, workers, signal, onProgress}: Asked,
): Promise<{task_id: string; reason: string}[]> {
  const reasons = new Map<string, string>();
  const solutions = problems.map((problem) => ({problem, bytes: 0}));
  const lacks = (taskId: string) => trialsWanted(rows.of(taskId)) > 0;
  const has = ({problem}: Solution) => rows.of(problem.task_id).length > 0;
  await judgeMany(
    {
      total: solutions.length,
      before: solutions.filter(has).length,
      first: solutions,
      again: () => solutions.filter(({problem}) => lacks(problem.task_id)),
    },
    {
      has,
      add({task_id, trials, reason}: TriedSolution) {
        if (trials.length > 0) rows.add({task_id, trials});
        if (reason !== null) reasons.set(task_id, reason);
      },
    },
    {
      judge: ({problem}, round) => {
        const before = rows.of(problem.task_id);
        const most = round === 'first' ? 1 : trialsOfFailing;
        return tryProblem(timed, problem, {before, most, timeLimitMs});
      },
      isMissing: ({reason}) => reason !== null,
      window: {items: workers, bytes: 1},
      calmItems: Math.max(1, Math.floor(workers / 2)),
      signal,
      onProgress,
    },
  );
  return problems.flatMap(({task_id}) => {
    const reason = reasons.get(task_id);
    return reason !== undefined && lacks(task_id) ? [{task_id, reason}] : [];
  });
}

/** What the engine judges here: a problem's canonical solution, once, then what it still lacks. */
type Solution = {problem: Problem; bytes: number};

/** All trials of a solution so far; `reason`: why a further one came to no verdict. */
type TriedSolution = {task_id: string; trials: Trial[]; reason: string | null};

/** How often a solution is tried that does not pass at once. */
const trialsOfFailing = 3;

function trialsWanted([first, ...rest]: readonly Trial[]): number {
  if (!first) return 1;
  return first.status === 'pass' ? 0 : Math.max(0, trialsOfFailing - 1 - rest.length);
}

/** `most`: how many trials it has at most afterwards. */
async function tryProblem(
  {judge, durationOf}: Timed,
  problem: Problem,
  {before, most, timeLimitMs}: {before: readonly Trial[]; most: number; timeLimitMs: number},
): Promise<TriedSolution> {
  const {task_id, test, entry_point: entryPoint} = problem;
  const program = canonicalProgram(problem);
  const together = () => ({prelude: '', program, test, entryPoint, timeLimitMs});
  const apart = () => ({
    ...together(),
    prelude: preludeOf(problem, 0),
    separation: {profile: null},
  });
  const canSeparate = judge.separates === true || judge.triesApart === true;
  const trials = [...before];
  while (trials.length < most && trialsWanted(trials) > 0) {
    let candidate: Candidate = trials.length === 0 && canSeparate ? apart() : together();
    let judgement = await judge.judge(candidate);
    const profile = profileIn(judgement);
    // Apart it may fail for what cannot cross; whether it passes is known together.
    if (candidate.separation && judgement.status !== 'pass' && judgement.status !== 'missing') {
      candidate = together();
      judgement = await judge.judge(candidate);
    }
    if (judgement.status === 'missing') return {task_id, trials, reason: judgement.reason};
    trials.push({
      status: judgement.status,
      duration_ms: 'compilationError' in judgement ? 0 : Math.round(durationOf(candidate)),
      failures: failingEntries(judgement),
      ...(trials.length === 0 && canSeparate && {profile: profile && [...profile]}),
    });
  }
  return {task_id, trials, reason: null};
}
