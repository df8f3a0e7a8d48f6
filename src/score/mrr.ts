import type {FirstPass} from './first-passing-turn.js';
import type {ProblemValue} from './problem-value.js';

/**
 * What one problem adds to MRR: 1/k with k = first passing turn + 1, 0 when it was never solved.
 * MRR is the mean over problems (Han et al., ICLR 2025, section 3.2; DESIGN.md, section 4).
 * @example reciprocalRank({kind: 'passed', turn: 3}) // => 0.25
 */
export function reciprocalRank(firstPass: FirstPass): ProblemValue {
  if (firstPass.kind === 'unknown') return 'missing';
  return firstPass.kind === 'passed' ? 1 / (firstPass.turn + 1) : 0;
}
