import type {StaticScore, StaticScoreMeaning} from '../correlate/predict/explain-score.js';
import {metricName} from './metric-name.js';
import {percent} from './percent.js';

/** One sentence per score that can be told, and one for the others. */
export function meaningSentences(meanings: readonly StaticScoreMeaning[]): string[] {
  const told = meanings.filter(({prediction}) => prediction.value !== null).map(meaningSentence);
  const byReason = new Map<string, string[]>();
  for (const {score, prediction} of meanings) {
    if (prediction.value !== null) continue;
    const {scenario, metric} = score.scope;
    byReason.set(prediction.reason, [
      ...(byReason.get(prediction.reason) ?? []),
      `${scenario} ${metric}`,
    ]);
  }
  const untold = Array.from(byReason, ([reason, names]) => {
    const which =
      names.length === meanings.length
        ? 'these static scores'
        : `the static scores of ${names.join(', ')}`;
    return `what ${which} mean live cannot be told: ${reason}`;
  });
  return [...told, ...untold];
}

/**
 * Says to a person what a static score means live; without a prediction, that it cannot be told,
 * and why.
 * @example
 *   `static MRR 59.5 in CF_SEF: about 56.7 live (95% prediction interval 53.4 to 60.1, 16 models),
 *   in the range of CodeQwen1.5-7B-Chat (53.7) to …`
 */
export function meaningSentence(meaning: StaticScoreMeaning): string {
  return `static ${nameOf(meaning.score)}: ${describe(meaning)}`;
}

function nameOf({scope, static: value}: StaticScore): string {
  return `${metricName(scope.metric)} ${percent(value)} in ${scope.scenario}`;
}

function describe({prediction, among}: Omit<StaticScoreMeaning, 'score'>): string {
  if (prediction.value === null) return `what it means live cannot be told: ${prediction.reason}`;
  const {value, low, high, n_models, extrapolated} = prediction;
  const outside = extrapolated
    ? '; the static score lies outside those of the fit, so take it with caution'
    : '';
  const names = among.map(({model, live}) => `${model} (${percent(live)})`);
  const range =
    ['where no fitted model is', `near ${names[0]}`][names.length] ??
    `in the range of ${names.join(' to ')}`;
  return `about ${percent(value)} live (95% prediction interval ${percent(low)} to ${percent(high)}, ${n_models} models), ${range}${outside}`;
}
