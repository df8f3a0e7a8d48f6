import {z} from 'zod';
import {UsageError} from '../errors.js';
import {checkArgument, checkOptions, optionsOf} from '../options/check-options.js';
import {counted} from '../options/counted.js';
import {option} from '../options/option-name.js';
import {type StoredRun, storedRun} from '../run/read-run.js';
import {type Agreement, agreement} from '../score/agreement.js';
import type {BootstrapOptions} from '../score/bootstrap.js';
import {fewestModels} from '../score/correlation.js';
import type {Alias} from '../score/model-names.js';
import {scoring} from '../score/scoring.js';
import {aliases as aliasesField} from './alias-field.js';
import {type Cell, pairCells} from './cells.js';
import {groupByReference} from './references.js';
import {runSource} from './sources.js';

/**
 * How the static ranking on one reference's log agrees with the live one, in one scenario, by one
 * metric.
 */
export type CorrelationRow = Omit<Cell, 'models'> & {agreement: Agreement};

const storedRuns = z.array(storedRun, 'expected a list of runs');
const bothSides = optionsOf<{statics: readonly StoredRun[]; lives: readonly StoredRun[]}>({
  statics: storedRuns,
  lives: storedRuns,
});

/**
 * Every reference model x scenario x metric that both sides have. Several references stand side by
 * side in the order given.
 */
export function correlateRuns(
  runs: {statics: readonly StoredRun[]; lives: readonly StoredRun[]},
  aliases: readonly Alias[],
): CorrelationRow[] {
  checkOptions('correlateRuns', bothSides, runs);
  checkArgument(['correlateRuns', 'aliases'], aliasesField, aliases);
  return correlateCells(
    pairCells(groupByReference(runs.statics), runs.lives.map(runSource), aliases),
    scoring,
  );
}

/**
 * The agreement of each cell, `null` with its reason where there is none. @throws {UsageError} for
 * unusable bootstrap options.
 */
export function correlateCells(
  cells: readonly Cell[],
  options: BootstrapOptions,
): CorrelationRow[] {
  return cells.map(({models, ...cell}) => ({...cell, agreement: agreement(models, options)}));
}

/** @throws {UsageError} when there is no cell at all, or none with enough models to rank. */
export function refuseTooFewModels(cells: readonly Cell[], place: string): void {
  if (cells.length === 0)
    throw new UsageError(`${place}: the static and the live side have no scenario in common`);
  const largest = cells.reduce((most, cell) =>
    cell.models.length > most.models.length ? cell : most,
  );
  if (largest.models.length >= fewestModels) return;
  const {models, scenario, metric, unmatched} = largest;
  const only = [
    ...(unmatched.unmatchedStatic.length > 0
      ? [`only static: ${unmatched.unmatchedStatic.join(', ')}`]
      : []),
    ...(unmatched.unmatchedLive.length > 0
      ? [`only live: ${unmatched.unmatchedLive.join(', ')}`]
      : []),
    ...(unmatched.self.length > 0 ? [`the reference itself: ${unmatched.self.join(', ')}`] : []),
  ];
  throw new UsageError(
    `${place}: ${scenario}, ${metric}: ${counted(models.length, 'model has', 'models have')} both sides, expected at least ${fewestModels}${only.length > 0 ? ` (${only.join('; ')}); ${option('aliases')} a=b names two names of one model` : ''}`,
  );
}
