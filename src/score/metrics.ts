import {z} from 'zod';
import {lastTurn} from '../problem/scenario.js';
import {modeSchema} from '../run/mode.js';
import {verdictRowSchema} from '../run/verdict-row.js';
import {conventionSchema} from './convention.js';
import {creditedFigureSchema, figureSchema} from './figure.js';

export const metricsVersion = 2;

const count = z.number().int().min(0);

/**
 * What the target did with the questions alone, no credit from the reference; `pass_at_1[i]` is
 * turn i + 1, over the problems asked at that turn.
 */
const replayOnlySchema = z.strictObject({
  mrr: figureSchema,
  recall: figureSchema,
  pass_at_1: z.array(figureSchema).length(lastTurn),
});

/**
 * The figures of one scenario. `n`: its problems; `missing`: its places (turn 0 included) without a
 * verdict. Each figure has its own n and missing, which count problems. `pass_at_1[t]` is turn t;
 * under `NONE` there is turn 0 alone, so MRR, Recall and Pass@1 are one number there.
 */
const scenarioMetricsSchema = z.strictObject({
  scenario: verdictRowSchema.shape.scenario,
  n: count,
  missing: count,
  mrr: creditedFigureSchema,
  recall: creditedFigureSchema,
  pass_at_1: z.union([
    z.array(creditedFigureSchema).length(1),
    z.array(creditedFigureSchema).length(lastTurn + 1),
  ]),
  /** Null in live runs and under `NONE`. */
  replay_only: replayOnlySchema.nullable(),
});

/**
 * `metrics.json`: exact numbers in [0, 1], how they were read (`convention`), over which problems
 * (`subset`: null is all), and what fixes the intervals.
 */
export const metricsSchema = z.strictObject({
  format_version: z.literal(metricsVersion),
  mode: modeSchema,
  convention: conventionSchema,
  subset: z.string().nullable(),
  bootstrap: z.strictObject({seed: count, resamples: count}),
  scenarios: z.array(scenarioMetricsSchema),
});

export type Metrics = z.infer<typeof metricsSchema>;
export type ScenarioMetrics = z.infer<typeof scenarioMetricsSchema>;
export type ReplayOnly = z.infer<typeof replayOnlySchema>;
