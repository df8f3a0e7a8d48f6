import {counted} from '../../options/counted.js';
import {type Alias, isSameModel} from '../../score/model-names.js';
import {type FitScope, type Prediction, predictLive} from '../../score/prediction.js';
import type {LiveFit} from './scope.js';

/** A static score in [0, 1] over so many problems. */
export type StaticScore = {model: string; scope: FitScope; static: number; problems: number};

/**
 * `among`: the fitted models with the lowest and the highest live score within the prediction
 * interval, empty where none lies there.
 */
export type StaticScoreMeaning = {
  score: StaticScore;
  prediction: Prediction;
  among: {model: string; live: number}[];
};

/** A score over fewer of the problems than this share is of another benchmark than the fit. */
const neededShareOfProblems = 0.95;

/**
 * What a static score means live: the prediction of the first of `fits` that can tell, each tried
 * without the model itself, by whatever name it is known there or through `aliases`.
 * @example
 * const score = {model: 'new', scope: publishedFit().scope, static: 0.595, problems: 1140};
 * explainStaticScore(score, [publishedFit()]).prediction
 * // => {value: 0.567…, low: 0.534…, high: 0.601…, n_models: 16, extrapolated: false}
 */
export function explainStaticScore(
  score: StaticScore,
  fits: readonly LiveFit[],
  aliases: readonly Alias[] = [],
): StaticScoreMeaning {
  const tried = fits
    .filter(({scope}) => sameScope(scope, score.scope))
    .map((fit) => tryFit(score, fit, aliases));
  const told = tried.find(({prediction}) => prediction.value !== null) ?? tried[0] ?? noFit;
  return {score, ...told};
}

type Told = Pick<StaticScoreMeaning, 'prediction' | 'among'>;

const noFit: Told = cannotTell(
  'no models with both scores are known for this scenario, metric and reference',
);

function cannotTell(reason: string): Told {
  return {prediction: {value: null, reason}, among: []};
}

function sameScope(a: FitScope, b: FitScope): boolean {
  return a.reference === b.reference && a.scenario === b.scenario && a.metric === b.metric;
}

function tryFit(
  score: StaticScore,
  {scope, models, problems}: LiveFit,
  aliases: readonly Alias[],
): Told {
  if (score.problems < neededShareOfProblems * problems) {
    return cannotTell(
      `the score is over ${counted(score.problems, 'problem')}, the fit over ${problems}`,
    );
  }
  const isTarget = (name: string) => isSameModel(name, score.model, aliases);
  const others = models
    .filter(({names, alsoKnownAs = []}) => ![...names, ...alsoKnownAs].some(isTarget))
    .map(({names, static: value, live}) => ({static: value, live, model: names.join(' or ')}));
  const prediction = predictLive({scope, models: others}, score);
  if (prediction.value === null) return {prediction, among: []};
  const within = others
    .filter(({live}) => live >= prediction.low && live <= prediction.high)
    .sort((a, b) => a.live - b.live);
  const ends = within.length > 1 ? [within.at(0), within.at(-1)] : within;
  return {
    prediction,
    among: ends.flatMap((end) => (end ? [{model: end.model, live: end.live}] : [])),
  };
}
