import {sha256} from '../files/canonical-hash.js';
import {ALL, failingEntries} from '../judging/failing-entries.js';
import type {Candidate, Judge, Judgement} from '../judging/judge.js';
import {wasStarved} from '../judging/starved.js';
import type {Trust} from '../judging/trust.js';
import type {SampleKey} from './plan.js';
import type {StoredRow} from './rows.js';

/**
 * Judges a sample `repeat` times, one after the other. The verdict is the most frequent one, the
 * earliest of equally frequent ones; runs without a verdict do not count where others have one.
 * @param again whether this is the second time, after the rest: then the verdict is `settled`; else
 * it is not where some run ended in a timeout without its share of the machine.
 */
export async function judgeSample(
  judge: Judge,
  {
    key,
    candidate,
    repeat,
    again,
  }: {key: SampleKey; candidate: Candidate; repeat: number; again: boolean},
): Promise<StoredRow> {
  const judgements: Judgement[] = [];
  for (let run = 0; run < repeat; run += 1) judgements.push(await judge.judge(candidate, {again}));
  return rowOfJudgements(judgements, {key, program: candidate.program, again});
}

/** The row of a sample of which this is known. */
export function rowOfJudgements(
  judgements: readonly Judgement[],
  {key: {taskId, sample}, program, again}: {key: SampleKey; program: string; again: boolean},
): StoredRow {
  const verdict = mostFrequent(judgements);
  return {
    task_id: taskId,
    sample,
    status: verdict.status,
    trust: verdict.status === 'pass' ? trustOf(judgements) : null,
    failures: entriesOf(verdict),
    code_sha256: sha256(program),
    statuses: judgements.map(({status}) => status),
    again,
    settled: again || !judgements.some(wasStarved),
    code: program,
  };
}

/** Of passes by both ways the weaker trust. */
function trustOf(judgements: readonly Judgement[]): Trust {
  const isSeparate = (judgement: Judgement) =>
    judgement.status !== 'pass' || judgement.trust === 'separate';
  return judgements.every(isSeparate) ? 'separate' : 'shared';
}

function mostFrequent(judgements: readonly Judgement[]): Judgement {
  const known = judgements.filter(({status}) => status !== 'missing');
  const counted = known.length > 0 ? known : judgements;
  const countOf = ({status}: Judgement) =>
    counted.filter((other) => other.status === status).length;
  return counted.reduce((best, each) => (countOf(each) > countOf(best) ? each : best));
}

/** A row without a verdict says why, under the name of what belongs to no single test. */
function entriesOf(judgement: Judgement): StoredRow['failures'] {
  return judgement.status === 'missing'
    ? [{test: ALL, text: `No verdict: ${judgement.reason}`}]
    : failingEntries(judgement);
}
