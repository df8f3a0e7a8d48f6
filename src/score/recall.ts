import type {FirstPass} from './first-passing-turn.js';
import type {ProblemValue} from './problem-value.js';

/**
 * What one problem adds to Recall: 1 if it was solved at some turn, else 0. Recall is the mean over
 * problems: the share solved. It is over the very problems that MRR is over, so Recall >= MRR
 * always.
 */
export function solved(firstPass: FirstPass): ProblemValue {
  if (firstPass.kind === 'unknown') return 'missing';
  return firstPass.kind === 'passed' ? 1 : 0;
}
