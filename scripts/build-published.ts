/**
 * Makes `reference-runs/published/` from the figures that were copied out of the paper and
 * upstream's README:
 *
 *     CONVCODEBENCH_TEST_DATA=<folder> npx tsx scripts/build-published.ts
 *
 * The folder holds `published-live.json`, `published-static.json` and `published-critics.json`, in
 * percent as printed. Nothing is computed here but percent to fractions.
 */
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import {MissingRequirementError} from '../src/errors.js';
import {readJson} from '../src/files/json.js';
import {writeJson} from '../src/files/write.js';
import {
  publishedCriticsSchema,
  publishedDirectory,
  publishedLiveSchema,
  publishedStaticSchema,
  publishedVersion,
} from '../src/interchange/published/tables.js';
import {scenarioIdSchema} from '../src/log/log-line.js';

/** A printed percentage as its exact fraction: four decimals hold two printed ones. */
const percent = z
  .number()
  .min(0)
  .max(100)
  .transform((value) => Number((value / 100).toFixed(4)));
const percents = z.array(percent);
const perScenario = z.record(z.string(), percent);

const liveTables = z.strictObject({
  source: z.string(),
  note: z.string(),
  models: z.array(
    z.strictObject({model: z.string(), group: z.string(), mrr: perScenario, recall: perScenario}),
  ),
});

const example = {
  model: z.string(),
  scenarios: z.array(scenarioIdSchema),
  mrr: percents,
  recall: percents,
};
const staticFigures = z.strictObject({
  examples: z.strictObject({
    source: z.string(),
    live: z.strictObject({...example, pass_at_1_by_turn: z.array(percents)}),
    static: z.strictObject({
      ...example,
      reference: z.string(),
      pass_at_1_by_turn_from_1: z.array(percents),
    }),
  }),
  figure: z.strictObject({
    source: z.string(),
    printed_spearman: z.number(),
    ambiguous: z.string(),
    points: z.array(z.tuple([z.string(), percent, percent])),
    columns: z.tuple([z.literal('model'), z.literal('live_mrr'), z.literal('static_mrr')]),
  }),
});

const criticTable = z.strictObject({
  source: z.string(),
  columns: z.tuple([z.literal('critic')]).rest(z.string()),
  rows: z.array(z.tuple([z.string()]).rest(percent)),
});

const header = {
  format: 'convcodebench-published',
  format_version: publishedVersion,
  unit: 'fraction',
};

const folder = process.env.CONVCODEBENCH_TEST_DATA;
if (!folder)
  throw new MissingRequirementError(
    'CONVCODEBENCH_TEST_DATA names no folder; set it to the one with published-live.json',
  );
mkdirSync(publishedDirectory, {recursive: true});
write('live.json', publishedLiveSchema, {
  ...header,
  ...readJson(join(folder, 'published-live.json'), liveTables),
});
write(
  'static.json',
  publishedStaticSchema,
  toStatic(readJson(join(folder, 'published-static.json'), staticFigures)),
);
write(
  'critics.json',
  publishedCriticsSchema,
  toCritics(readJson(join(folder, 'published-critics.json'), criticTable)),
);

function write(name: string, schema: z.ZodType, value: unknown): void {
  writeJson(join(publishedDirectory, name), schema.parse(value));
}

function toStatic({examples, figure}: z.infer<typeof staticFigures>): unknown {
  const {pass_at_1_by_turn, ...live} = examples.live;
  const {pass_at_1_by_turn_from_1, reference, ...frozen} = examples.static;
  return {
    ...header,
    source: examples.source,
    examples: {
      live: toExample(live, {reference_model: null, first_turn: 0, byTurn: pass_at_1_by_turn}),
      static: toExample(frozen, {
        reference_model: reference,
        first_turn: 1,
        byTurn: pass_at_1_by_turn_from_1,
      }),
    },
    figure: {
      source: figure.source,
      // The three are in the words of the source.
      reference_model: 'CodeLlama-7B-Instruct',
      scenario: 'CF_SEF',
      metric: 'mrr',
      spearman: figure.printed_spearman,
      ambiguous: figure.ambiguous,
      points: figure.points.map(([model, live, frozenScore]) => ({
        model,
        live,
        static: frozenScore,
      })),
    },
  };
}

type Example = {model: string; scenarios: string[]; mrr: number[]; recall: number[]};

/** From columns to scenarios. */
function toExample(
  {model, scenarios, mrr, recall}: Example,
  {byTurn, ...rest}: {reference_model: string | null; first_turn: number; byTurn: number[][]},
): unknown {
  const perScenario = scenarios.map((scenario, at) => {
    return [scenario, {pass_at_1: byTurn.map((row) => row[at]), mrr: mrr[at], recall: recall[at]}];
  });
  return {model, ...rest, scenarios: Object.fromEntries(perScenario)};
}

function toCritics({source, columns, rows}: z.infer<typeof criticTable>): unknown {
  const [, ...targets] = columns;
  return {
    ...header,
    source,
    scenario: 'CF_SEF',
    turn: 1,
    rows: rows.map(([critic, ...values]) => ({
      critic: critic === 'none' ? null : critic,
      pass_at_1: Object.fromEntries(targets.map((target, at) => [target, values[at]])),
    })),
  };
}
