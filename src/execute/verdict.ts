import {sha256} from '../files/canonical-hash.js';
import type {Candidate, Judge, Judgement} from '../judging/judge.js';
import {FAIR_SHARE} from '../judging/limits.js';
import type {StoredRow} from './rows.js';

/**
 * Judges a sample `repeat` times, one after the other. The verdict is the most frequent one, the
 * earliest of equally frequent ones; runs without a verdict do not count where others have one.
 * `settled` is false when some run ended in a timeout without its share of the machine.
 */
export async function judgeSample(
  judge: Judge,
  {taskId, candidate, repeat}: {taskId: string; candidate: Candidate; repeat: number},
): Promise<StoredRow> {
  const judgements: Judgement[] = [];
  for (let run = 0; run < repeat; run += 1) judgements.push(await judge.judge(candidate));
  const verdict = mostFrequent(judgements);
  return {
    task_id: taskId,
    status: verdict.status,
    failures: failuresOf(verdict),
    code_sha256: sha256(candidate.code),
    statuses: judgements.map(({status}) => status),
    again: false,
    settled: !judgements.some(wantsAnotherTry),
    code: candidate.code,
  };
}

function mostFrequent(judgements: readonly Judgement[]): Judgement {
  const known = judgements.filter(({status}) => status !== 'missing');
  const counted = known.length > 0 ? known : judgements;
  const countOf = ({status}: Judgement) =>
    counted.filter((other) => other.status === status).length;
  return counted.reduce((best, each) => (countOf(each) > countOf(best) ? each : best));
}

/** A judge that cannot tell the CPU time counts as one that gave the job its share. */
function wantsAnotherTry(judgement: Judgement): boolean {
  if (judgement.status !== 'timeout') return false;
  const {cpuMs, limitMs} = judgement;
  return cpuMs !== undefined && cpuMs < FAIR_SHARE * limitMs;
}

/**
 * The failing entries; what belongs to no single test, the compiler's words and the reason of a
 * missing verdict included, is `ALL`.
 */
function failuresOf(judgement: Judgement): StoredRow['failures'] {
  if ('report' in judgement) return judgement.report.failures;
  if (judgement.status === 'missing')
    return [{test: 'ALL', text: `No verdict: ${judgement.reason}`}];
  return [{test: 'ALL', text: judgement.compilationError}];
}
