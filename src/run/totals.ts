import {sha256} from '../files/canonical-hash.js';
import type {CompletionRow} from '../model/completion-row.js';
import type {RunTotals} from './run-manifest.js';
import type {VerdictRow} from './verdict-row.js';

const noCode = sha256('');

/** Answers by request hash. */
type Answers = ReadonlyMap<string, CompletionRow>;

/** Counts what a run holds. `leftOut`: problems that were not planned, by reason. */
export function countTotals(
  rows: readonly VerdictRow[],
  {completions, criticCompletions}: {completions: Answers; criticCompletions: Answers},
  leftOut: Readonly<Record<string, number>>,
): RunTotals {
  const answered = rows.filter(({request}) => request !== null);
  const used = [...new Set(answered.map(({request}) => request ?? ''))].flatMap(
    (hash) => completions.get(hash) ?? [],
  );
  const usages = used.flatMap(({usage}) => (usage ? [usage] : []));
  return {
    places: rows.length,
    answered: answered.length,
    requests: used.length,
    no_code: answered.filter(({code_sha256}) => code_sha256 === noCode).length,
    cut_off: answered.filter(
      ({request}) => completions.get(request ?? '')?.finish_reason === 'length',
    ).length,
    shortened: used.filter(({cut}) => cut !== null).length,
    missing: rows.filter(({status}) => status === 'missing').length,
    left_out: {...leftOut},
    usage:
      usages.length === 0
        ? null
        : {
            prompt_tokens: usages.reduce((sum, {prompt_tokens}) => sum + prompt_tokens, 0),
            completion_tokens: usages.reduce(
              (sum, {completion_tokens}) => sum + completion_tokens,
              0,
            ),
          },
    ...(criticCompletions.size > 0 && {critic: countRemarks(criticCompletions)}),
  };
}

function countRemarks(remarks: Answers): NonNullable<RunTotals['critic']> {
  const cutOff = [...remarks.values()].filter(({finish_reason}) => finish_reason === 'length');
  return {answers: remarks.size, cut_off: cutOff.length};
}
