import {exactMean} from './exact-mean.js';
import type {ScoresByTask} from './problem-scores.js';

/** One side of a model: a score that was published, or what each problem added to it. */
export type Side = {kind: 'score'; value: number} | {kind: 'problems'; byTask: ScoresByTask};

/** A model that has been evaluated both ways. */
export type PairedModel = {model: string; static: Side; live: Side};

/**
 * The problems that all runs have in common, sorted: known (not missing) in every side that has
 * problems. Null where no side has.
 */
export function commonTasks(models: readonly PairedModel[]): string[] | null {
  const maps = models.flatMap((model) => [model.static, model.live]).flatMap(byTaskOf);
  const [first, ...others] = maps;
  if (first === undefined) return null;
  const isKnown = (map: ScoresByTask, task: string) => typeof map.get(task) === 'number';
  return [...first.keys()]
    .filter((task) => isKnown(first, task) && others.every((map) => isKnown(map, task)))
    .sort();
}

/** Whether both sides of every model have problems, so that problems can be resampled. */
export function allHaveProblems(models: readonly PairedModel[]): boolean {
  return models.every(
    (model) => model.static.kind === 'problems' && model.live.kind === 'problems',
  );
}

/** The value of each of `tasks`, in their order; a published score is itself everywhere. */
export function valuesOver(side: Side, tasks: readonly string[]): Float64Array {
  return Float64Array.from(tasks, (task) =>
    side.kind === 'score' ? side.value : (side.byTask.get(task) ?? Number.NaN),
  );
}

/**
 * A side's score over `tasks`: the mean of its problems, or what was published. NaN over no task.
 */
export function scoreOver(side: Side, tasks: readonly string[]): number {
  if (side.kind === 'score') return side.value;
  return exactMean(
    valuesOver(side, tasks).reduce((sum, value) => sum + value, 0),
    tasks.length,
  );
}

function byTaskOf(side: Side): ScoresByTask[] {
  return side.kind === 'problems' ? [side.byTask] : [];
}
