import {mean} from 'simple-statistics';
import {UsageError} from '../errors.js';
import {type BootstrapOptions, checkResamples, percentileInterval} from './bootstrap.js';
import {commonTasks, type PairedModel} from './paired-models.js';
import {seededRandom} from './seeded-random.js';
import {groupByStratum, type Strata, stratifiedSample} from './stratified-sample.js';
import {agreementOnSubset, type SubsetRanking, subsetRanking} from './subset-ranking.js';

/**
 * `wanted`: the agreement to reach, a Spearman above 0, at most 1. `resamples`: subsets drawn per
 * size that is looked at.
 */
export type SubsetOptions = BootstrapOptions & {wanted: number; strata: Strata};

export type SubsetChoice =
  | {
      size: number;
      /** Sorted task ids. */
      tasks: string[];
      /**
       * The price in trust: what a random stratified subset of this size agrees with live in its
       * worst scenario, with its 95% interval.
       */
      expected: {value: number; low: number; high: number};
      /**
       * Agreement of these very tasks, on the models that they were chosen with: an optimistic
       * figure for others.
       */
      agreements: {scenario: string; spearman: number}[];
      wanted: number;
      bootstrap: BootstrapOptions;
    }
  | {size: null; reason: string};

/**
 * The smallest stratified subset whose static ranking is expected to agree with live as well as
 * `wanted`, in its worst scenario. The size is found by bisection (expected agreement grows with
 * size, up to the noise of the draws). Of the draws of that size that reach `wanted`, the one that
 * reaches it least is taken: the best one would owe its figure to luck.
 * @throws {UsageError} unless 0 < wanted <= 1, or for unusable bootstrap options.
 */
export function chooseSubset(
  scenarios: readonly {scenario: string; models: readonly PairedModel[]}[],
  options: SubsetOptions,
): SubsetChoice {
  const {wanted, seed, resamples} = options;
  if (!(wanted > 0 && wanted <= 1))
    throw new UsageError(`agreement: ${wanted} was given; expected more than 0, at most 1`);
  checkResamples(resamples);
  const tasks = commonTasks(scenarios.flatMap(({models}) => models)) ?? [];
  const rankings: SubsetRanking[] = [];
  for (const {scenario, models} of scenarios) {
    const ranking = subsetRanking(models, tasks);
    if ('reason' in ranking) return {size: null, reason: `${scenario}: ${ranking.reason}`};
    rankings.push(ranking);
  }
  if (rankings.length === 0) return {size: null, reason: 'no scenario was given'};
  const groups = groupByStratum(tasks, options.strata);
  const drawsOf = (size: number) => drawSubsets(rankings, {...options, groups, size});
  if (!reach(drawsOf(tasks.length), wanted)) {
    return {
      size: null,
      reason: `even all ${tasks.length} problems together do not agree as well as ${wanted}`,
    };
  }
  const size = smallest(tasks.length, (candidate) => reach(drawsOf(candidate), wanted));
  const draws = drawsOf(size);
  const worsts = draws.map(({worst}) => worst);
  const chosen = draws
    .filter(({worst}) => worst >= wanted - tolerance)
    .reduce((least, other) => (other.worst < least.worst ? other : least));
  return {
    size,
    tasks: chosen.positions.flatMap((position) => tasks[position] ?? []).sort(),
    expected: {
      value: mean(worsts),
      ...(percentileInterval(worsts) ?? {low: chosen.worst, high: chosen.worst}),
    },
    agreements: scenarios.map(({scenario}, index) => ({
      scenario,
      spearman: chosen.agreements[index] ?? Number.NaN,
    })),
    wanted,
    bootstrap: {seed, resamples},
  };
}

// 1 may come out of the floating point as 0.9999999999999999.
const tolerance = 1e-9;

/** `worst` is NaN where the subset ranks nothing in some scenario. */
type SubsetDraw = {positions: number[]; agreements: number[]; worst: number};

type DrawOptions = BootstrapOptions & {groups: readonly number[][]; size: number};

function drawSubsets(
  rankings: readonly SubsetRanking[],
  {seed, resamples, groups, size}: DrawOptions,
): SubsetDraw[] {
  const random = seededRandom(seed);
  return Array.from({length: resamples}, () => {
    const positions = stratifiedSample(groups, size, random);
    const agreements = rankings.map(
      (ranking) => agreementOnSubset(ranking, positions) ?? Number.NaN,
    );
    return {positions, agreements, worst: Math.min(...agreements)};
  });
}

/** Also false where some draw ranks nothing: its mean is then NaN. */
function reach(draws: readonly SubsetDraw[], wanted: number): boolean {
  return mean(draws.map(({worst}) => worst)) >= wanted - tolerance;
}

/** The smallest of 1..largest that does, given that `largest` does. */
function smallest(largest: number, does: (size: number) => boolean): number {
  let [tooSmall, enough] = [0, largest];
  while (enough - tooSmall > 1) {
    const middle = Math.floor((tooSmall + enough) / 2);
    if (does(middle)) enough = middle;
    else tooSmall = middle;
  }
  return enough;
}
