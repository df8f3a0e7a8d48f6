import {exactMean} from './exact-mean.js';
import {commonTasks, type PairedModel, scoreOver, valuesOver} from './paired-models.js';
import {spearman} from './spearman.js';

/**
 * What the agreement of a subset is computed from: per model the static value of each task, and its
 * live score over all of them.
 */
export type SubsetRanking = {tasks: readonly string[]; statics: Float64Array[]; lives: number[]};

/**
 * The ranking over `tasks` (those that all runs have in common), or why subsets of them cannot be
 * judged.
 */
export function subsetRanking(
  models: readonly PairedModel[],
  tasks: readonly string[] = commonTasks(models) ?? [],
): SubsetRanking | {reason: string} {
  if (models.some((model) => model.static.kind === 'score')) {
    return {reason: 'a static score without its problems cannot be had for fewer of them'};
  }
  if (tasks.length === 0)
    return {reason: 'the runs have no problem in common whose verdicts are all there'};
  const lives = models.map((model) => scoreOver(model.live, tasks));
  const whole = spearman(
    models.map((model) => scoreOver(model.static, tasks)),
    lives,
  );
  if (whole.value === null) return {reason: whole.reason};
  return {tasks, statics: models.map((model) => valuesOver(model.static, tasks)), lives};
}

/**
 * Spearman of the static scores over `positions` (of `tasks`) with the live scores over all tasks;
 * null where the subset ranks nothing.
 */
export function agreementOnSubset(
  {statics, lives}: SubsetRanking,
  positions: readonly number[],
): number | null {
  const scores = statics.map((values) => {
    const sum = positions.reduce((total, position) => total + (values[position] ?? Number.NaN), 0);
    return exactMean(sum, positions.length);
  });
  return spearman(scores, lives).value;
}
