import {scenarios, turnZeroScenario} from '../problem/scenario.js';
import type {VerdictRow} from './verdict-row.js';

const scenarioOrder = new Map<string, number>(
  [turnZeroScenario, ...scenarios.map(({id}) => id)].map((id, i) => [id, i]),
);

/** By scenario, problem (`taskOrder`: task id -> its place in the suite), turn. */
export function sortVerdicts(
  rows: Iterable<VerdictRow>,
  taskOrder: ReadonlyMap<string, number>,
): VerdictRow[] {
  const at = (order: ReadonlyMap<string, number>, key: string) => order.get(key) ?? order.size;
  return [...rows].sort(
    (a, b) =>
      at(scenarioOrder, a.scenario) - at(scenarioOrder, b.scenario) ||
      at(taskOrder, a.task_id) - at(taskOrder, b.task_id) ||
      a.turn - b.turn,
  );
}
