import {z} from 'zod';
import {checkArgument} from '../options/check-options.js';
import {objectWith} from '../options/fields.js';
import {
  type BootstrapOptions,
  bootstrapOptions,
  percentileInterval,
  resample,
  resampledMeans,
} from './bootstrap.js';
import type {Correlation} from './correlation.js';
import {type DiscordantPair, discordantPairs, type ScoredModel} from './discordant-pairs.js';
import {kendallTauB} from './kendall-tau-b.js';
import {
  allHaveProblems,
  commonTasks,
  type PairedModel,
  scoreOver,
  valuesOver,
} from './paired-models.js';
import {pearson} from './pearson.js';
import {type PValue, permutationPValue} from './permutation-p-value.js';
import {spearman} from './spearman.js';

/**
 * With its 95% percentile interval. `undefined_resamples`: resamples without a ranking (all models
 * alike), which the interval leaves out; where that is every one, `low` and `high` are null.
 */
export type Coefficient =
  | {value: number; low: number | null; high: number | null; undefined_resamples: number}
  | {value: null; reason: string};

export type Agreement = {
  n_models: number;
  /**
   * The problems that all runs have in common, over which the scores are taken; null where all
   * scores were published.
   */
  problems: number | null;
  /**
   * What the intervals resample: problems where every model has them on both sides, else models.
   */
  resampled: 'problems' | 'models';
  bootstrap: BootstrapOptions;
  models: ScoredModel[];
  spearman: Coefficient;
  kendall_tau_b: Coefficient;
  pearson: Coefficient;
  /** Of Spearman; see `permutationPValue`. */
  p_value: PValue;
  discordant_pairs: DiscordantPair[];
};

const pairedModels = z.array(
  objectWith<PairedModel>('a model of both sides', 'model', 'static', 'live'),
  'expected a list of {model, static, live}',
);

/**
 * How far the static ranking of `models` agrees with the live one, for one reference, scenario and
 * metric. With fewer than three models, a constant side, or no problem in common, the coefficients
 * are null with the reason.
 * @throws {UsageError} for unusable bootstrap options.
 */
export function agreement(models: readonly PairedModel[], options: BootstrapOptions): Agreement {
  checkArgument(['agreement', 'models'], pairedModels, models);
  checkArgument(['agreement', 'options'], bootstrapOptions, options);
  const tasks = commonTasks(models);
  const common = tasks ?? [];
  const resampled = tasks !== null && allHaveProblems(models) ? 'problems' : 'models';
  const scored = models.map((model) => ({
    model: model.model,
    static: scoreOver(model.static, common),
    live: scoreOver(model.live, common),
  }));
  const samples =
    resampled === 'problems'
      ? resampleProblems(models, common, options)
      : resampleModels(scored, options);
  const nothingInCommon = tasks?.length === 0;
  const [statics, lives] = [scored.map((model) => model.static), scored.map((model) => model.live)];
  const coefficient = (measure: Measure): Coefficient =>
    nothingInCommon ? noCommonProblem : withInterval(measure(statics, lives), samples, measure);
  return {
    n_models: models.length,
    problems: tasks?.length ?? null,
    resampled,
    bootstrap: {seed: options.seed, resamples: options.resamples},
    models: nothingInCommon ? [] : scored,
    spearman: coefficient(spearman),
    kendall_tau_b: coefficient(kendallTauB),
    pearson: coefficient(pearson),
    p_value: nothingInCommon
      ? noCommonProblem
      : permutationPValue(statics, lives, {seed: options.seed}),
    discordant_pairs: nothingInCommon ? [] : discordantPairs(scored),
  };
}

type Measure = (xs: readonly number[], ys: readonly number[]) => Correlation;

/** Both rankings in one resample. */
type ResampledRankings = {statics: number[]; lives: number[]};

const noCommonProblem = {
  value: null,
  reason: 'the runs have no problem in common whose verdicts are all there',
};

function resampleProblems(
  models: readonly PairedModel[],
  tasks: readonly string[],
  options: BootstrapOptions,
): ResampledRankings[] {
  const resampling = resample(tasks.length, options);
  const statics = models.map((model) =>
    resampledMeans(valuesOver(model.static, tasks), resampling),
  );
  const lives = models.map((model) => resampledMeans(valuesOver(model.live, tasks), resampling));
  return Array.from({length: options.resamples}, (_, r) => ({
    statics: statics.map((means) => means[r] ?? Number.NaN),
    lives: lives.map((means) => means[r] ?? Number.NaN),
  }));
}

function resampleModels(
  scored: readonly ScoredModel[],
  options: BootstrapOptions,
): ResampledRankings[] {
  const {counts} = resample(scored.length, options);
  return Array.from({length: options.resamples}, (_, r) => {
    const drawn = scored.flatMap((model, index) =>
      Array.from({length: counts[r * scored.length + index] ?? 0}, () => model),
    );
    return {statics: drawn.map((model) => model.static), lives: drawn.map((model) => model.live)};
  });
}

function withInterval(
  seen: Correlation,
  samples: readonly ResampledRankings[],
  measure: Measure,
): Coefficient {
  if (seen.value === null) return seen;
  const defined = samples
    .map(({statics, lives}) => measure(statics, lives).value)
    .filter((value) => value !== null);
  const interval = percentileInterval(defined) ?? {low: null, high: null};
  return {value: seen.value, ...interval, undefined_resamples: samples.length - defined.length};
}
