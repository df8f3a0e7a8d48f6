import {mean} from 'simple-statistics';
import {UsageError} from '../errors.js';
import {counted} from '../options/counted.js';
import {type BootstrapOptions, checkResamples, percentileInterval} from './bootstrap.js';
import type {PairedModel} from './paired-models.js';
import {seededRandom} from './seeded-random.js';
import {groupByStratum, type Strata, stratifiedSample} from './stratified-sample.js';
import {agreementOnSubset, type SubsetRanking, subsetRanking} from './subset-ranking.js';

/**
 * `resamples`: subsets drawn per size. `strata`: subsets keep their shares; without it, all
 * problems are drawn alike.
 */
export type PowerOptions = BootstrapOptions & {
  sizes: readonly number[];
  strata?: Strata | undefined;
};

/**
 * `undefined_draws`: subsets on which all models score alike, which mean and interval leave out.
 */
export type Power =
  | {expected: number; low: number; high: number; undefined_draws: number}
  | {expected: null; reason: string};

const usualSizes: readonly number[] = [50, 100, 200, 500];

/**
 * The sizes worth trying where `problems` are in common: 50, 100, 200 and 500 as far as there are
 * so many, or, of few problems, an eighth, a quarter, half and all of them.
 */
export function sizesFor(problems: number): number[] {
  const usual = usualSizes.filter((size) => size <= problems);
  if (usual.length > 1) return usual;
  const shares = [8, 4, 2, 1].map((part) => Math.round(problems / part));
  return [...new Set(shares)].filter((size) => size > 0);
}

/** How many problems the models of a comparison have in common; null where there is no ranking. */
export function problemsInCommon(models: readonly PairedModel[]): number | null {
  const ranking = subsetRanking(models);
  return 'reason' in ranking ? null : ranking.tasks.length;
}

/**
 * How far a static ranking over fewer problems agrees (Spearman) with the live ranking over all of
 * them: mean and 95% interval over random subsets of each size, drawn without replacement from the
 * problems that all runs have in common.
 * @throws {UsageError} for a size that is not a whole number from 1, or unusable bootstrap options.
 */
export function expectedAgreement(
  models: readonly PairedModel[],
  options: PowerOptions,
): ({size: number} & Power)[] {
  const {sizes} = options;
  checkResamples(options.resamples);
  const wrong = sizes.find((size) => !Number.isInteger(size) || size < 1);
  if (wrong !== undefined)
    throw new UsageError(`size: ${wrong} was given; expected a whole number of problems from 1`);
  const ranking = subsetRanking(models);
  return sizes.map((size) => ({
    size,
    ...('reason' in ranking
      ? {expected: null, reason: ranking.reason}
      : powerAt(ranking, size, options)),
  }));
}

function powerAt(
  ranking: SubsetRanking,
  size: number,
  {seed, resamples, strata = new Map()}: PowerOptions,
): Power {
  if (size > ranking.tasks.length)
    return {
      expected: null,
      reason: `there ${ranking.tasks.length === 1 ? 'is' : 'are'} only ${counted(ranking.tasks.length, 'problem')}`,
    };
  const random = seededRandom(seed);
  const groups = groupByStratum(ranking.tasks, strata);
  const drawn = Array.from({length: resamples}, () =>
    agreementOnSubset(ranking, stratifiedSample(groups, size, random)),
  ).filter((value) => value !== null);
  const interval = percentileInterval(drawn);
  if (interval === null)
    return {expected: null, reason: 'on so few problems all models score alike'};
  return {expected: mean(drawn), ...interval, undefined_draws: resamples - drawn.length};
}
