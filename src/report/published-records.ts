import type {Published} from '../interchange/published/tables.js';
import {scenarios, turnZeroScenario} from '../problem/scenario.js';
import type {ReportRecords} from './table.js';

/** The columns of the published live tables. */
export const columnIds = [turnZeroScenario, ...scenarios.map(({id}) => id)] as const;

/** One record per published figure, for programs that read CSV. */
export function publishedRecords({
  live,
  static: {examples, figure},
  critics,
}: Published): ReportRecords {
  const ofLive = live.models.flatMap(({model, group, ...scores}) =>
    (['mrr', 'recall'] as const).flatMap((metric) =>
      columnIds.map((id) => ['live', model, group, null, id, metric, null, scores[metric][id]]),
    ),
  );
  const ofExamples = [examples.live, examples.static].flatMap(
    ({model, reference_model, first_turn, scenarios: byId}) =>
      scenarios.flatMap(({id}) => {
        const found = byId[id];
        if (!found) return [];
        const record = (metric: string, turn: number | null, value: number) => {
          return ['example', model, null, reference_model, id, metric, turn, value];
        };
        return [
          ...found.pass_at_1.map((value, i) => record('pass_at_1', first_turn + i, value)),
          record('mrr', null, found.mrr),
          record('recall', null, found.recall),
        ];
      }),
  );
  const ofFigure = figure.points.flatMap((point) => [
    [
      'figure, live',
      point.model,
      null,
      figure.reference_model,
      figure.scenario,
      figure.metric,
      null,
      point.live,
    ],
    [
      'figure, static',
      point.model,
      null,
      figure.reference_model,
      figure.scenario,
      figure.metric,
      null,
      point.static,
    ],
  ]);
  const ofCritics = critics.rows.flatMap(({critic, pass_at_1}) =>
    Object.entries(pass_at_1).map(([model, value]) => {
      // Before any feedback: the first answer.
      const source = `critics, feedback by ${critic ?? 'nobody'}`;
      return [
        source,
        model,
        null,
        null,
        critics.scenario,
        'pass_at_1',
        critic === null ? 0 : critics.turn,
        value,
      ];
    }),
  );
  return {
    columns: ['table', 'model', 'group', 'reference', 'scenario', 'metric', 'turn', 'value'],
    rows: [...ofLive, ...ofExamples, ...ofFigure, ...ofCritics],
  };
}
