import {UsageError} from '../errors.js';
import type {ScenarioId} from '../problem/scenario.js';

/**
 * The scenario to show: the one that is wanted, else the first there is.
 * @throws {UsageError} where `where` does not have it, or has none at all.
 */
export function chooseScenario(
  wanted: ScenarioId | undefined,
  [first, ...others]: readonly ScenarioId[],
  where: string,
): ScenarioId {
  if (first === undefined) throw new UsageError(`${where}: has no conversation yet`);
  if (wanted === undefined) return first;
  if (wanted === first || others.includes(wanted)) return wanted;
  throw new UsageError(
    `--scenario: ${wanted}: ${where} does not have it; it has ${[first, ...others].join(', ')}`,
  );
}
