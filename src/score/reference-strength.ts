import {turnZeroScenario} from '../problem/scenario.js';
import type {VerdictRow} from '../run/verdict-row.js';
import {type Figure, figure, shareInterval} from './figure.js';
import type {ProblemValue} from './problem-value.js';

/**
 * The reference model's own turn-0 Pass@1, as the rows of a static run on its log tell it; problems
 * whose status the log does not tell are outside.
 */
export function referenceStrength(rows: readonly VerdictRow[]): Figure {
  const values = rows
    .filter(({scenario}) => scenario === turnZeroScenario)
    .map(({reference_status}) => strengthValue(reference_status));
  return figure(values, shareInterval, "the log does not tell the reference's verdicts at turn 0");
}

function strengthValue(status: VerdictRow['reference_status']): ProblemValue {
  if (status === null) return 'outside';
  if (status === 'missing') return 'missing';
  return status === 'pass' ? 1 : 0;
}
