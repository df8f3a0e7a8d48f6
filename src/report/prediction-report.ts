import type {StaticScoreMeaning} from '../correlate/predict/explain-score.js';
import type {PredictionView} from '../correlate/views.js';
import type {Report} from './formats.js';
import {metricName} from './metric-name.js';
import {percent, withInterval} from './percent.js';
import {meaningSentence, meaningSentences} from './prediction-sentences.js';
import type {ReportRecords, ReportTable} from './table.js';

/** What each static score of a model means live. */
export function predictionReport({model, meanings}: PredictionView): Report {
  return {
    tables: [predictionTable(model, meanings)],
    records: () => predictionRecords(meanings),
    json: {
      predictions: meanings.map((meaning) => ({...meaning, sentence: meaningSentence(meaning)})),
    },
  };
}

/**
 * The scores that some fit can tell, as figures; the notes say the same in sentences, and what
 * cannot be told.
 */
function predictionTable(model: string, meanings: readonly StaticScoreMeaning[]): ReportTable {
  return {
    title: `What the static scores of ${model} mean live, percent`,
    columns: ['reference', 'scenario', 'metric', 'static', 'predicted live', 'models'],
    rows: meanings.flatMap(({score: {scope, static: value}, prediction}) =>
      prediction.value === null
        ? []
        : [
            [
              scope.reference,
              scope.scenario,
              metricName(scope.metric),
              percent(value),
              withInterval(percent, prediction),
              String(prediction.n_models),
            ],
          ],
    ),
    notes: [
      ...meaningSentences(meanings),
      'Linear fit over models that have both scores, this one left out; 95% prediction intervals.',
    ],
  };
}

/** One record per static score, for programs that read CSV. */
function predictionRecords(meanings: readonly StaticScoreMeaning[]): ReportRecords {
  return {
    columns: [
      'model',
      'reference',
      'scenario',
      'metric',
      'static',
      'predicted_live',
      'low',
      'high',
      'models',
      'reason',
    ],
    rows: meanings.map(({score: {model, scope, static: value}, prediction}) => [
      model,
      scope.reference,
      scope.scenario,
      scope.metric,
      value,
      ...(prediction.value === null
        ? [null, null, null, null, prediction.reason]
        : [prediction.value, prediction.low, prediction.high, prediction.n_models, null]),
    ]),
  };
}
