import {z} from 'zod';
import {scenarioIdSchema} from '../log/log-line.js';
import {modeSchema} from '../run/mode.js';
import {infoSchema} from '../submission/bundle-files.js';

const share = z.number().min(0).max(1);
const count = z.number().int().min(0);
/** Real and simulated models, and published figures, are never ranked together. */
const kindSchema = z.enum(['real', 'simulated', 'published']);
const metricSchema = z.enum(['mrr', 'recall']);

const liveFigureSchema = z.object({
  value: share,
  low: share,
  high: share,
  from: z.enum(['entry', 'predicted']),
  /** Of the live entry, where it is another than that of the static one. */
  revision: z.string().nullable(),
});

/** One figure of a board: a row of its table. */
const boardRowSchema = z.object({
  kind: kindSchema,
  model: z.string(),
  group: z.string().nullable(),
  size_billions: z.number().nullable(),
  mode: modeSchema,
  suite: z.string(),
  reference: z.string().nullable(),
  scenario: scenarioIdSchema,
  metric: metricSchema,
  value: share.nullable(),
  floor: share.nullable(),
  gain: z.number().nullable(),
  n: count.nullable(),
  rank: z.object({rank: count, low: count, high: count}).nullable(),
  /** Why a figure of an entry has no rank. */
  unranked: z.string().nullable(),
  /** The model’s live score: of its own live entry here, or predicted from published ones. */
  live: liveFigureSchema.nullable(),
  level: z.string(),
  agreement: share.nullable(),
  separate_share: share.nullable(),
  cost: infoSchema.shape.cost.unwrap(),
  /** The bundle, in `bundles/` beside the page; null for what was published. */
  file: z.string().nullable(),
  bundle_sha256: z.string().nullable(),
  /** The page of a report on it, from the page of the board. */
  report: z.string().nullable(),
});

const coefficientSchema = z.union([
  z.object({
    value: z.number(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    undefined_resamples: count,
  }),
  z.object({value: z.null(), reason: z.string()}),
]);

/** How the ranking of static entries agrees with the live one, of the models that have both. */
const boardAgreementSchema = z.object({
  kind: kindSchema,
  suite: z.string(),
  reference: z.string(),
  scenario: scenarioIdSchema,
  metric: metricSchema,
  n_models: count,
  /** The problems that all have in common; null where every score was published. */
  problems: count.nullable(),
  /** What the intervals resample. */
  resampled: z.enum(['problems', 'models']),
  models: z.array(
    z.object({
      model: z.string(),
      static: share,
      live: share,
      /** A live entry of the board, or the published tables. */
      live_from: z.enum(['entry', 'published']),
    }),
  ),
  spearman: coefficientSchema,
  kendall_tau_b: coefficientSchema,
  pearson: coefficientSchema,
});

/** `leaderboard.json` of the site of a board. */
export const boardFileSchema = z.object({
  format: z.literal('convcodebench-leaderboard'),
  format_version: z.literal(1),
  rows: z.array(boardRowSchema),
  agreements: z.array(boardAgreementSchema),
  refused: z.array(z.object({file: z.string(), faults: z.array(z.string())})),
});

export type BoardRow = z.infer<typeof boardRowSchema>;
export type LiveFigure = z.infer<typeof liveFigureSchema>;
export type BoardAgreement = z.infer<typeof boardAgreementSchema>;
export type BoardFile = z.infer<typeof boardFileSchema>;
