import {cutLongText} from '../feedback/cut-text.js';
import {sha256} from '../files/canonical-hash.js';
import {failingEntries} from '../judging/failing-entries.js';
import type {Candidate, Judge, Judgement} from '../judging/judge.js';
import {exemplarOf} from '../judging/known-profiles.js';
import type {CrossingProfiles} from '../judging/profiles.js';
import {judgeSettled} from '../judging/starved.js';
import {preludeOf} from '../problem/prelude.js';
import type {Problem} from '../problem/problem.js';
import type {FailedProgram} from '../run/failed-programs.js';
import {reasonLine} from '../run/reason-line.js';
import {type Place, rowWithoutAnswer, type VerdictRow} from '../run/verdict-row.js';
import type {Found} from './answer-to-program.js';

/**
 * How programs are judged in a run: the judge, within which profiles their tests are held apart
 * (without them they share a process), the time limit of each problem in milliseconds, and what
 * ends the waiting for verdicts.
 */
export type Judging = {
  judge: Judge;
  profiles?: CrossingProfiles | undefined;
  timeLimitMs: (problem: Problem) => number;
  signal?: AbortSignal | undefined;
};

/**
 * The verdict on a program of that turn, which runs behind its prelude; where there is none,
 * nothing runs before the tests. At `signal` nobody waits for it any longer; whoever opened the
 * judge closes it, and with it what is queued.
 * @throws the signal's reason.
 */
export async function judgeProgram(
  program: string,
  {problem, turn}: {problem: Problem; turn: number},
  judging: Judging,
): Promise<Judgement> {
  const {timeLimitMs, signal} = judging;
  signal?.throwIfAborted();
  const {test, entry_point: entryPoint} = problem;
  const prelude = program === '' ? '' : preludeOf(problem, turn);
  const candidate = {prelude, program, test, entryPoint, timeLimitMs: timeLimitMs(problem)};
  const verdict = judgeApart(candidate, problem, judging);
  return signal ? unlessAborted(verdict, signal) : verdict;
}

async function judgeApart(
  candidate: Candidate,
  problem: Problem,
  {judge, profiles}: Judging,
): Promise<Judgement> {
  const asked = profiles ? await profiles.apart(candidate, exemplarOf(problem)) : candidate;
  return 'status' in asked ? asked : judgeSettled(judge, asked);
}

function unlessAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, {once: true});
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** An answer that was judged: its program, the rule that found it, the request it answers. */
export type JudgedAnswer = {
  judgement: Judgement;
  program: string;
  found: Found;
  request: string;
};

/** The row of a place whose answer was judged; one without a verdict is `missing`. */
export function judgedRow(
  place: Place,
  {judgement, program, found, request}: JudgedAnswer,
  referenceStatus: VerdictRow['reference_status'],
): VerdictRow {
  const missing = judgement.status === 'missing';
  return {
    ...place,
    origin: missing ? 'missing' : 'answered',
    status: judgement.status,
    reference_status: referenceStatus,
    failures: failureNames(judgement),
    code_sha256: sha256(program),
    request,
    found,
    trust: judgement.status === 'pass' ? (judgement.trust ?? 'shared') : null,
    missing: judgement.status === 'missing' ? reasonLine(judgement.reason) : null,
  };
}

/**
 * What an answer's program failed at, each text cut as feedback cuts it; null where it passed, or
 * has no verdict.
 */
export function failedProgram(
  {task_id}: Pick<Place, 'task_id'>,
  {judgement, program}: Pick<JudgedAnswer, 'judgement' | 'program'>,
): FailedProgram | null {
  if (judgement.status === 'pass' || judgement.status === 'missing') return null;
  const failures = failingEntries(judgement).map(({test, text}) => {
    return {name: test, text: cutLongText(text)};
  });
  return {task_id, code_sha256: sha256(program), failures};
}

/** The row of a place about which nothing is known, and why. */
export function missingRow(
  place: Place,
  referenceStatus: VerdictRow['reference_status'],
  reason: string,
): VerdictRow {
  const known = {origin: 'missing', status: 'missing', code_sha256: null} as const;
  return rowWithoutAnswer(place, {...known, reference_status: referenceStatus}, reasonLine(reason));
}

function failureNames(judgement: Judgement): string[] {
  return judgement.status === 'missing' ? [] : failingEntries(judgement).map(({test}) => test);
}
