import {UsageError} from '../errors.js';
import {option} from '../options/option-name.js';
import type {ScenarioId} from '../problem/scenario.js';

/**
 * The scenarios that may be shown: the one that is wanted alone, else all there are.
 * @throws {UsageError} where `where` does not have it, or has none at all.
 */
export function candidateScenarios(
  wanted: ScenarioId | undefined,
  [first, ...others]: readonly ScenarioId[],
  where: string,
): [ScenarioId, ...ScenarioId[]] {
  if (first === undefined) throw new UsageError(`${where}: has no conversation yet`);
  if (wanted === undefined) return [first, ...others];
  if (wanted === first || others.includes(wanted)) return [wanted];
  throw new UsageError(
    `${option('scenario')}: ${wanted}: ${where} does not have it; it has ${[first, ...others].join(', ')}`,
  );
}
