import type {BootstrapOptions} from '../score/bootstrap.js';
import {expectedAgreement, type Power} from '../score/power.js';
import {referenceStrata} from '../score/stratified-sample.js';
import type {Cell} from './cells.js';
import {type ReferenceRuns, widestRun} from './references.js';

/** The agreement to expect of fewer problems, in one cell. */
export type PowerRow = Pick<Cell, 'reference' | 'scenario' | 'metric'> & {
  sizes: ({size: number} & Power)[];
};

/**
 * For every cell the expected Spearman of random subsets with the live ranking over all problems;
 * subsets keep the shares of the turns at which the reference solved problems. `sizes` undefined:
 * 50, 100, 200, 500.
 * @throws {UsageError} for a size that is not a whole number from 1, or unusable bootstrap options.
 */
export function powerOfRuns(
  groups: readonly ReferenceRuns[],
  cells: readonly Cell[],
  options: BootstrapOptions & {sizes?: readonly number[] | undefined},
): PowerRow[] {
  const strata = new Map(
    groups.map((group) => [group.reference, referenceStrata(widestRun(group).rows)]),
  );
  return cells.map(({reference, scenario, metric, models}) => ({
    reference,
    scenario,
    metric,
    sizes: expectedAgreement(models, {...options, strata: strata.get(reference)}),
  }));
}
