import {linearRegression, mean} from 'simple-statistics';
import {counted} from '../options/counted.js';
import type {ScoredModel} from './discordant-pairs.js';
import {modelKey} from './model-names.js';
import type {Metric} from './problem-scores.js';
import {studentTQuantile} from './student-t.js';

/** What a fit is about, and nothing else: one reference's log, one scenario, one metric. */
export type FitScope = {reference: string; scenario: string; metric: Metric};

/** Models that have both scores, in [0, 1], within one scope. */
export type ScoredScope = {scope: FitScope; models: readonly ScoredModel[]};

export type Neighbour = {model: string; live: number};

export type Prediction =
  | {
      /**
       * The live score that the static one predicts, and its 95% prediction interval, cut to [0,
       * 1].
       */
      value: number;
      low: number;
      high: number;
      /** Models in the fit; the predicted model is not one of them. */
      n_models: number;
      /** The static score lies outside those of the fit. */
      extrapolated: boolean;
      /** The fitted models between whose live scores `value` falls; null beyond the last. */
      below: Neighbour | null;
      above: Neighbour | null;
    }
  | {value: null; reason: string};

const fewestModelsForFit = 4;

/**
 * The live score of a model from its static one: a least-squares line over the models that have
 * both, the model itself left out, with the interval for one new observation (Student t, n - 2
 * degrees of freedom). It cannot tell, and says why, with fewer than four models, outside the
 * fitted scope, or where live scores do not rise with static ones.
 */
export function predictLive(
  {scope, models}: ScoredScope,
  target: {model: string; static: number; scope: FitScope},
): Prediction {
  const others = models.filter(({model}) => modelKey(model) !== modelKey(target.model));
  const reason = whyNot({scope, models: others}, target);
  if (reason !== null) return {value: null, reason};
  const line = fitLine(others);
  if (line.slope <= 0)
    return {
      value: null,
      reason: 'live scores do not rise with static ones among the fitted models',
    };
  const value = line.intercept + line.slope * target.static;
  const margin = studentTQuantile(0.975, others.length - 2) * line.errorAt(target.static);
  const statics = others.map((model) => model.static);
  return {
    value: clamp(value),
    low: clamp(value - margin),
    high: clamp(value + margin),
    n_models: others.length,
    extrapolated: target.static < Math.min(...statics) || target.static > Math.max(...statics),
    ...neighbours(others, value),
  };
}

function whyNot(
  {scope, models}: ScoredScope,
  target: {static: number; scope: FitScope},
): string | null {
  for (const part of ['reference', 'scenario', 'metric'] as const) {
    if (scope[part] !== target.scope[part]) {
      return `the fit is for ${part} ${scope[part]}, the score is of ${target.scope[part]}`;
    }
  }
  if (models.length < fewestModelsForFit) {
    return `${counted(models.length, 'other model has', 'other models have')} both scores; a fit needs at least ${fewestModelsForFit}`;
  }
  if (
    ![target.static, ...models.flatMap((model) => [model.static, model.live])].every(
      Number.isFinite,
    )
  ) {
    return 'a score is not a number';
  }
  if (models.every((model) => model.static === models[0]?.static))
    return 'all fitted models have the same static score';
  return null;
}

type FittedLine = {slope: number; intercept: number; errorAt(x: number): number};

/** `errorAt(x)`: the standard error of one new observation at x. */
function fitLine(models: readonly ScoredModel[]): FittedLine {
  const {m: slope, b: intercept} = linearRegression(
    models.map((model) => [model.static, model.live]),
  );
  const middle = mean(models.map((model) => model.static));
  const spread = sumOfSquares(models.map((model) => model.static - middle));
  const residuals = sumOfSquares(
    models.map((model) => model.live - intercept - slope * model.static),
  );
  const n = models.length;
  return {
    slope,
    intercept,
    errorAt: (x) => Math.sqrt((residuals / (n - 2)) * (1 + 1 / n + (x - middle) ** 2 / spread)),
  };
}

function sumOfSquares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value ** 2, 0);
}

function neighbours(
  models: readonly ScoredModel[],
  value: number,
): {below: Neighbour | null; above: Neighbour | null} {
  const sorted = models.map(({model, live}) => ({model, live})).sort((a, b) => a.live - b.live);
  return {
    below: sorted.findLast(({live}) => live <= value) ?? null,
    above: sorted.find(({live}) => live > value) ?? null,
  };
}

function clamp(rate: number): number {
  return Math.min(1, Math.max(0, rate));
}
