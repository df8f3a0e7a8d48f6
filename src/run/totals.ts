import {sha256} from '../files/canonical-hash.js';
import type {StoredAnswers} from '../model/completion-row.js';
import type {Usage} from '../model/model.js';
import {countPasses} from './count-passes.js';
import type {RunTotals} from './run-manifest.js';
import type {VerdictRow} from './verdict-row.js';

const noCode = sha256('');

/**
 * Counts what a run holds. `leftOut`: problems that were not planned, by reason; `inseparable`:
 * those with a pass of one process whose tests cannot be held apart.
 */
export function countTotals(
  rows: readonly VerdictRow[],
  {completions, criticCompletions}: {completions: StoredAnswers; criticCompletions: StoredAnswers},
  leftOut: Readonly<Record<string, number>>,
  inseparable: readonly string[] = [],
): RunTotals {
  const answered = rows.filter(({request}) => request !== null);
  const places = new Map<string, number>();
  for (const {request} of answered)
    if (request !== null) places.set(request, (places.get(request) ?? 0) + 1);
  const counts = {requests: 0, cut_off: 0, shortened: 0};
  let usage: RunTotals['usage'] = null;
  for (const [request, shares] of places) {
    const answer = completions.get(request);
    if (!answer) continue;
    counts.requests += 1;
    if (answer.finish_reason === 'length') counts.cut_off += shares;
    if (answer.cut !== null) counts.shortened += 1;
    if (answer.usage) usage = addUsage(usage, answer.usage);
  }
  const {requests, cut_off, shortened} = counts;
  return {
    places: rows.length,
    answered: answered.length,
    requests,
    no_code: answered.filter(({code_sha256}) => code_sha256 === noCode).length,
    cut_off,
    shortened,
    missing: rows.filter(({status}) => status === 'missing').length,
    left_out: {...leftOut},
    usage,
    ...countPasses(answered, inseparable),
    ...(criticCompletions.size > 0 && {critic: countRemarks(criticCompletions)}),
  };
}

function addUsage(sum: Usage | null, {prompt_tokens, completion_tokens}: Usage): Usage {
  return {
    prompt_tokens: (sum?.prompt_tokens ?? 0) + prompt_tokens,
    completion_tokens: (sum?.completion_tokens ?? 0) + completion_tokens,
  };
}

function countRemarks(remarks: StoredAnswers): NonNullable<RunTotals['critic']> {
  let cutOff = 0;
  for (const request of remarks.keys())
    if (remarks.get(request)?.finish_reason === 'length') cutOff += 1;
  return {answers: remarks.size, cut_off: cutOff};
}
