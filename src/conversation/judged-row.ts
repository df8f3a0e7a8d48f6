import type {Judge, Judgement} from '../execution/judge.js';
import {sha256} from '../files/canonical-hash.js';
import type {Problem} from '../problem/problem.js';
import type {Place} from '../run/run-directory.js';
import type {VerdictRow} from '../run/verdict-row.js';

/** How code is judged in a run: the judge and the time limit of each problem in milliseconds. */
export type Judging = {judge: Judge; timeLimitMs: (problem: Problem) => number};

export function judgeCode(code: string, problem: Problem, {judge, timeLimitMs}: Judging): Promise<Judgement> {
  return judge.judge({code, test: problem.test, entryPoint: problem.entry_point, timeLimitMs: timeLimitMs(problem)});
}

/** The row of a place whose answer was judged; one without a verdict is `missing`. */
export function judgedRow(
  place: Place,
  {judgement, code, request}: {judgement: Judgement; code: string; request: string},
  referenceStatus: VerdictRow['reference_status'],
): VerdictRow {
  const missing = judgement.status === 'missing';
  return {
    ...place,
    origin: missing ? 'missing' : 'answered',
    status: judgement.status,
    reference_status: referenceStatus,
    failures: failureNames(judgement),
    code_sha256: sha256(code),
    request,
  };
}

/** The row of a place about which nothing is known. */
export function missingRow(place: Place, referenceStatus: VerdictRow['reference_status']): VerdictRow {
  return {
    ...place,
    origin: 'missing',
    status: 'missing',
    reference_status: referenceStatus,
    failures: [],
    code_sha256: null,
    request: null,
  };
}

function failureNames(judgement: Judgement): string[] {
  return 'report' in judgement ? judgement.report.failures.map(({test}) => test) : [];
}
