import type {AskedPlace} from '../../conversation/plan-replay.js';
import {canonicalJson} from '../../files/canonical-hash.js';
import type {CompletionRow} from '../../model/completion-row.js';
import {requestHash} from '../../model/model.js';
import {placeKey, type VerdictRow} from '../../run/verdict-row.js';
import {firstOf} from '../fault.js';
import type {Rule} from './rule.js';

/** Every answer is to the frozen question of its place, whole or in one of its shortened forms. */
export const questions: Rule = {
  name: 'questions',
  holds: 'every answer is one to the frozen question of its place',
  check({bundle: {rows, answers}, plan}) {
    const wrong = rows.flatMap((row) => {
      if (row.request === null) return [];
      const planned = plan.get(placeKey(row));
      const problem =
        planned?.kind === 'ask'
          ? whyNot(row.request, planned, answers.get(row.request))
          : 'nobody is asked there';
      return problem === null ? [] : [{where: placeIn(row), problem, remedy}];
    });
    return firstOf(wrong, 'questions');
  },
};

const remedy =
  'replay the log anew; answers to other questions, or to those of another log, count nowhere';

function whyNot(request: string, {question}: AskedPlace, answer: CompletionRow | undefined) {
  if (answer === undefined) return `request: completions.jsonl has no answer ${short(request)}`;
  if (request === question.hash)
    return answer.cut === null ? null : 'cut: the whole question was answered, as its hash says';
  if (answer.cut === null)
    return `request: ${short(request)}, the question there is ${short(question.hash)}`;
  for (const {request: shorter, cut} of question.shortened())
    if (requestHash(shorter) === request && canonicalJson(cut) === canonicalJson(answer.cut))
      return null;
  return `request: ${short(request)} is no shortened form of the question there`;
}

function short(hash: string): string {
  return `${hash.slice(0, 12)}…`;
}

/** @example `verdicts.jsonl: CF Starter/3 turn 2` */
export function placeIn({scenario, task_id, turn}: VerdictRow): string {
  return `verdicts.jsonl: ${scenario} ${task_id} turn ${turn}`;
}
