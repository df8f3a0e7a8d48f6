import type {SchemaElement} from 'hyparquet';
import {z} from 'zod';
import {lastTurn, type ScenarioId} from '../../problem/scenario.js';

/**
 * The shape of the published dataset `ConvCodeWorld/convcodebench` (its card on the hub, and
 * DESIGN.md section 5): one row; a struct column per scenario; in it a struct `ITER=1`..`ITER=10`;
 * in that six equally long lists of text. `ITER=t` carries the reference's code of turn t-1 and
 * what was said about it.
 */
export const publishedFields = [
  'task_id',
  'previous_code',
  'compilation_feedback',
  'execution_feedback',
  'verbal_feedback',
  'label',
] as const;

type PublishedField = (typeof publishedFields)[number];

/** The six lists of one `ITER=t`. */
export type PublishedTurn = {[field in PublishedField]: (string | null)[]};

const texts = z.array(z.string().nullable());

export const publishedTurnSchema: z.ZodType<PublishedTurn> = z.strictObject({
  task_id: texts,
  previous_code: texts,
  compilation_feedback: texts,
  execution_feedback: texts,
  verbal_feedback: texts,
  label: texts,
});

/** @example turnName(3) // => 'ITER=3' */
export function turnName(turn: number): string {
  return `ITER=${turn}`;
}

export const turns: readonly number[] = Array.from({length: lastTurn}, (_, index) => index + 1);

/**
 * Where a log's own manifest is kept in an exported file, so that its import loses nothing; the
 * published file has none.
 */
export const manifestKey = 'convcodebench.manifest';
/**
 * Where the notes of its lines are kept, `{scenario: [{task_id, turn, notes}, …]}`: the six lists
 * have no room for them.
 */
export const notesKey = 'convcodebench.notes';

/** The code of a row that upstream's denylist kept from running begins with this line. */
export const denylistMark = '#### ALREADY COMMENTIZED ####';

/**
 * The parquet schema of these scenarios, in parquet's depth-first order; every level may be null,
 * as the published file's is.
 */
export function publishedSchema(scenarios: readonly ScenarioId[]): SchemaElement[] {
  return [{name: 'schema', num_children: scenarios.length}, ...scenarios.flatMap(scenarioElements)];
}

function scenarioElements(scenario: ScenarioId): SchemaElement[] {
  return [
    {name: scenario, repetition_type: 'OPTIONAL', num_children: turns.length},
    ...turns.flatMap((turn) => [
      {
        name: turnName(turn),
        repetition_type: 'OPTIONAL' as const,
        num_children: publishedFields.length,
      },
      ...publishedFields.flatMap(listElements),
    ]),
  ];
}

function listElements(field: PublishedField): SchemaElement[] {
  return [
    {name: field, repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1},
    {name: 'list', repetition_type: 'REPEATED', num_children: 1},
    {name: 'element', repetition_type: 'OPTIONAL', type: 'BYTE_ARRAY', converted_type: 'UTF8'},
  ];
}
