import {turnZeroScenario} from '../problem/scenario.js';
import type {VerdictRow} from '../run/verdict-row.js';
import {type BootstrapOptions, resample} from './bootstrap.js';
import {type Figure, figure} from './figure.js';
import type {ProblemValue} from './problem-value.js';

/**
 * The reference model's own turn-0 Pass@1, as the rows of a static run on its log tell it; problems
 * whose status the log does not tell are outside.
 */
export function referenceStrength(rows: readonly VerdictRow[], options: BootstrapOptions): Figure {
  const values = rows
    .filter(({scenario}) => scenario === turnZeroScenario)
    .sort((a, b) => (a.task_id < b.task_id ? -1 : 1))
    .map(({reference_status}) => strengthValue(reference_status));
  return figure(
    values,
    resample(values.length, options),
    "the log does not tell the reference's verdicts at turn 0",
  );
}

function strengthValue(status: VerdictRow['reference_status']): ProblemValue {
  if (status === null) return 'outside';
  if (status === 'missing') return 'missing';
  return status === 'pass' ? 1 : 0;
}
