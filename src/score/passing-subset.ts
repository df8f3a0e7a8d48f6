import type {RunGroundTruth} from '../run/ground-truth.js';
import type {Mode} from '../run/mode.js';
import type {VerdictRow} from '../run/verdict-row.js';
import type {Metrics} from './metrics.js';
import {type Subset, scoreRun} from './score-run.js';
import {scoring} from './scoring.js';

/**
 * The problems to score apart: those whose ground truth passes, where a run also has others; else
 * null, since the figures would be the same.
 * @param tasks of the run's rows.
 */
export function passingSubset(list: RunGroundTruth | null, tasks: Iterable<string>): Subset | null {
  if (list === null) return null;
  const passing = new Set(list.problems.flatMap(({task_id, passes}) => (passes ? [task_id] : [])));
  for (const task of tasks)
    if (!passing.has(task)) return {name: 'ground-truth-passes', tasks: passing};
  return null;
}

/**
 * The figures over the problems whose ground truth passes; null where they would be those over all.
 */
export function scorePassing(
  truth: RunGroundTruth | null,
  mode: Mode,
  rows: readonly VerdictRow[],
): Metrics | null {
  const subset = passingSubset(truth, new Set(rows.map(({task_id}) => task_id)));
  return subset && scoreRun({mode, rows, subset, ...scoring});
}
