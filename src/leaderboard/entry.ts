import {z} from 'zod';
import {scenarioIdSchema} from '../log/log-line.js';
import {modeSchema} from '../run/mode.js';
import {infoSchema} from '../submission/bundle-files.js';

/** How far an entry was looked into, the weakest first. */
export const levels = ['reported', 'complete', 're-judged', 're-asked'] as const;
export type EntryLevel = (typeof levels)[number];

const share = z.number().min(0).max(1).nullable();

const metricSchema = z.object({value: share, floor: share, gain: z.number().nullable()});

/** What a scenario adds to an entry; `values`: per problem, in the order of `tasks`. */
const entryScenarioSchema = z.object({
  n: z.number().int(),
  mrr: metricSchema,
  recall: metricSchema,
  tasks: z.array(z.string()),
  values: z.object({mrr: z.array(share), recall: z.array(share)}),
});

/** An entry of a board, as it is kept in `entries/` of its site. */
export const boardEntrySchema = z.object({
  /** What it was made of: an entry of the same key is not made again. */
  key: z.string(),
  file: z.string(),
  bundle_sha256: z.string(),
  model: z.string(),
  info: infoSchema,
  simulated: z.boolean(),
  mode: modeSchema,
  /** `problems`: how many it has, as far as the bundle could be held to it. */
  suite: z.object({
    name: z.string(),
    sha256: z.string(),
    problems: z.number().int().nullable().default(null),
  }),
  log: z.object({sha256: z.string().nullable(), reference_model: z.string()}).nullable(),
  level: z.enum(levels),
  /** What the check found; only of a bundle without any are figures ranked. */
  faults: z.array(z.string()),
  /** Share of programs whose verdict says the same, where all were judged again. */
  agreement: share,
  verified_by: z.array(z.string()),
  /** Answers that pass, and those of them with tests and program apart. */
  passes: z.object({all: z.number().int(), separate: z.number().int()}),
  scenarios: z.partialRecord(scenarioIdSchema, entryScenarioSchema),
});

export type BoardEntry = z.infer<typeof boardEntrySchema>;
export type EntryScenario = z.infer<typeof entryScenarioSchema>;
