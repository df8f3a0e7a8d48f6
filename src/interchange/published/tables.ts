import {join} from 'node:path';
import {z} from 'zod';
import {readJson} from '../../files/json.js';
import {packagePath} from '../../files/package-root.js';
import {scenarioIdSchema} from '../../log/log-line.js';
import {turnZeroScenario} from '../../problem/scenario.js';

export const publishedVersion = 1;

const rate = z.number().min(0).max(1);
const header = {
  format: z.literal('convcodebench-published'),
  format_version: z.literal(publishedVersion),
  /** The sources print percent; these are its exact fractions. */
  unit: z.literal('fraction'),
  source: z.string(),
};

/** `NONE` (turn 0 alone) and the nine scenarios. */
const perScenario = z.record(z.enum([turnZeroScenario, ...scenarioIdSchema.options]), rate);

/** `live.json`: Tables 7 (MRR) and 8 (Recall) of the paper, models in its order and groups. */
export const publishedLiveSchema = z.strictObject({
  ...header,
  note: z.string(),
  models: z.array(
    z.strictObject({
      model: z.string(),
      group: z.enum(['closed', 'open-30b-and-up', 'open-under-30b']),
      mrr: perScenario,
      recall: perScenario,
    }),
  ),
});

/**
 * Pass@1 per turn beginning at `first_turn`, read by upstream's convention, MRR and Recall of one
 * model in some scenarios.
 */
const exampleSchema = z.strictObject({
  model: z.string(),
  reference_model: z.string().nullable(),
  first_turn: z.union([z.literal(0), z.literal(1)]),
  scenarios: z.partialRecord(
    scenarioIdSchema,
    z.strictObject({pass_at_1: z.array(rate), mrr: rate, recall: rate}),
  ),
});

/** `static.json`: the example outputs of upstream's README, and the points of its figure. */
export const publishedStaticSchema = z.strictObject({
  ...header,
  examples: z.strictObject({live: exampleSchema, static: exampleSchema}),
  figure: z.strictObject({
    source: z.string(),
    reference_model: z.string(),
    scenario: scenarioIdSchema,
    metric: z.literal('mrr'),
    /** As printed in the figure. */
    spearman: z.number(),
    /** Which points have a colour for a name, and why. */
    ambiguous: z.string(),
    points: z.array(z.strictObject({model: z.string(), live: rate, static: rate})),
  }),
});

/**
 * `critics.json`: Table 14, Pass@1 of each target after one turn of feedback by each critic;
 * `critic` null is no feedback.
 */
export const publishedCriticsSchema = z.strictObject({
  ...header,
  scenario: scenarioIdSchema,
  turn: z.number().int(),
  rows: z.array(
    z.strictObject({critic: z.string().nullable(), pass_at_1: z.record(z.string(), rate)}),
  ),
});

export type PublishedLive = z.infer<typeof publishedLiveSchema>;
export type PublishedStatic = z.infer<typeof publishedStaticSchema>;
export type PublishedCritics = z.infer<typeof publishedCriticsSchema>;

/** Everything published that ships. */
export type Published = {live: PublishedLive; static: PublishedStatic; critics: PublishedCritics};

/** Where the three files are, in the package. */
export const publishedDirectory = packagePath('reference-runs/published');

/** All three. @throws {FileFormatError} where a file is damaged. */
export function readPublished(): Published {
  return {
    live: readPublishedLive(),
    static: readPublishedStatic(),
    critics: readPublishedCritics(),
  };
}

/**
 * Published live results: per model, scenario and metric, in [0, 1]. @throws {FileFormatError}
 * where the file is damaged.
 */
export function readPublishedLive(): PublishedLive {
  return readTable('live.json', publishedLiveSchema);
}

/** Published static results. @throws {FileFormatError} where the file is damaged. */
export function readPublishedStatic(): PublishedStatic {
  return readTable('static.json', publishedStaticSchema);
}

/** Published results by critic. @throws {FileFormatError} where the file is damaged. */
export function readPublishedCritics(): PublishedCritics {
  return readTable('critics.json', publishedCriticsSchema);
}

function readTable<T>(name: string, schema: z.ZodType<T>): T {
  return readJson(join(publishedDirectory, name), schema);
}
