import {z} from 'zod';
import {formatVersionIn} from '../files/format-version.js';
import {decodingSchema} from './decoding.js';
import {scenarioIdSchema} from './log-line.js';

/**
 * The version that is written. In logs of version 1, which are read, `previous_code` is a program
 * glued to its prelude, and execution feedback quotes lines of it and of the tests.
 */
export const logFormatVersion = 2;

/** What is known of one scenario's file. */
const scenarioFileSchema = z.object({
  lines: z.number().int().min(0),
  /** Lines whose expert feedback shows the solution and never came clean. */
  leaks: z.number().int().min(0),
  /** Lines whose code upstream's denylist kept from running; imported logs only. */
  denied: z.number().int().min(0).optional(),
  /** Lines whose compilation feedback is not about their code; imported logs only. */
  feedback_of_other_code: z.number().int().min(0).optional(),
  /**
   * Problems whose conversation is not whole: it broke off for want of a verdict or an answer, was
   * stopped, or never begun.
   */
  incomplete: z.array(z.string()).optional(),
  sha256: z.string(),
});

/** `manifest.json` of a log directory (DESIGN.md, section 5). */
export const logManifestSchema = z.object({
  format: z.literal(
    'convcodebench-log',
    'expected "convcodebench-log"; the log of a run of generate is in RUN/log',
  ),
  format_version: formatVersionIn([1, logFormatVersion]),
  suite: z.object({name: z.string(), sha256: z.string()}),
  reference_model: z.object({asked: z.string(), served: z.string().nullable()}),
  decoding: decodingSchema.nullable(),
  history: z.enum(['last', 'full']).nullable(),
  /** Who wrote the verbal feedback; null where no scenario is verbal. */
  critic: z.string().nullable(),
  prompt_set_sha256: z.string().nullable(),
  partial_scope: z.enum(['first-3-tests', 'first-3-functions']),
  /**
   * True where an import took the feedback out of inconsistent lines, so that fewer questions are
   * asked than on the whole log; else absent.
   */
  only_consistent: z.literal(true).optional(),
  /** Hash of the turn-0 programs that stood in place of the model’s first answers; else absent. */
  first_answers_sha256: z.string().optional(),
  python: z.string().nullable(),
  /** Hash of the catalogue of bugs, in logs of simulated coders. */
  catalogue_sha256: z.string().nullable(),
  scenarios: z.partialRecord(scenarioIdSchema, scenarioFileSchema),
});

export type LogManifest = z.infer<typeof logManifestSchema>;
export type ScenarioFile = z.infer<typeof scenarioFileSchema>;
