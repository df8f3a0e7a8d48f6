import type {Prediction} from '../score/prediction.js';
import {metricName} from './correlation-report.js';
import {percent} from './percent.js';
import type {ReportRecords, ReportTable} from './table.js';

/** A static score and what it means live. */
export type NamedPrediction = {
  score: {
    model: string;
    scope: {reference: string; scenario: string; metric: string};
    static: number;
    problems: number;
  };
  prediction: Prediction;
};

/**
 * The scores that some fit can tell, as figures; `sentences` say the same, and what cannot be told.
 */
export function predictionTable(
  model: string,
  meanings: readonly NamedPrediction[],
  sentences: readonly string[],
): ReportTable {
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
              `${percent(prediction.value)} [${percent(prediction.low)}, ${percent(prediction.high)}]`,
              String(prediction.n_models),
            ],
          ],
    ),
    notes: [
      ...sentences,
      'Linear fit over models that have both scores, this one left out; 95% prediction intervals.',
    ],
  };
}

/** One record per static score, for programs that read CSV. */
export function predictionRecords(meanings: readonly NamedPrediction[]): ReportRecords {
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
