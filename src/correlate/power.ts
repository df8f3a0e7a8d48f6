import type {BootstrapOptions} from '../score/bootstrap.js';
import {expectedAgreement, type Power, problemsInCommon, sizesFor} from '../score/power.js';
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
 * those that fit the cell with the fewest problems.
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
  const common = cells.flatMap(({models}) => problemsInCommon(models) ?? []);
  const sizes = options.sizes ?? sizesFor(Math.min(...common, Number.MAX_SAFE_INTEGER));
  return cells.map(({reference, scenario, metric, models}) => ({
    reference,
    scenario,
    metric,
    sizes: expectedAgreement(models, {...options, sizes, strata: strata.get(reference)}),
  }));
}
