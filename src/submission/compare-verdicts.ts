import type {Status} from '../judging/judge.js';
import {marginOfPasses, type VerdictComparison} from './verification.js';

/**
 * What repeated judging says of a verdict.
 * @param told in the bundle; `again` here, in order; `isElsewhere`: with other libraries.
 */
export function compareVerdicts(
  told: Status,
  again: readonly Status[],
  isElsewhere: boolean,
): VerdictComparison {
  const last = again.at(-1) ?? 'missing';
  if (last === 'missing') return 'missing';
  const known = again.filter((status) => status !== 'missing');
  if (known.some(isPass) && !known.every(isPass)) return 'flaky';
  if (last === told) return 'same';
  if (isPass(last) === isPass(told)) return hasTimeout(told, last) ? 'time' : 'other-kind';
  if (hasTimeout(told, last)) return 'time';
  return isElsewhere ? 'environment' : 'turned';
}

/**
 * Whether one more run is due: where a pass turned, or a timeout is on either side only. A pass
 * that did not hold once has all its runs, since most of them have to pass.
 */
export function deservesAnother(told: Status, again: readonly Status[]): boolean {
  const last = again.at(-1);
  if (last === undefined || again.length >= mostRuns) return false;
  if (last === told) return isPass(told) && marginOfPasses(again) <= 0;
  return last === 'missing' || isPass(last) !== isPass(told) || hasTimeout(told, last);
}

const mostRuns = 3;

function isPass(status: Status): boolean {
  return status === 'pass';
}

function hasTimeout(...statuses: Status[]): boolean {
  return statuses.includes('timeout');
}
