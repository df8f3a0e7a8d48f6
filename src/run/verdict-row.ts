import {z} from 'zod';
import {trustSchema} from '../judging/trust.js';
import {scenarioIdSchema, statusSchema} from '../log/log-line.js';
import {lastTurn, turnZeroScenario} from '../problem/scenario.js';

/**
 * How a place in a run came to its status: the model `answered`; the reference had passed before
 * (static, credit); there was nothing actionable, so code and status stay (`no-feedback`); the live
 * chain had passed before (`solved`); or we do not know (`missing`).
 */
export const originSchema = z.enum([
  'answered',
  'reference-solved',
  'no-feedback',
  'solved',
  'missing',
]);

/** The rule by which a program was found in an answer; `none`: it holds no program. */
export const foundSchema = z.enum([
  'block',
  'tagged',
  'bare',
  'joined',
  'trimmed',
  'completed',
  'none',
]);

/**
 * A line of `verdicts.jsonl`, keys in this order: a row for every planned place, turn 0 once under
 * `NONE`, then scenario x problem x turn 1..10. `status` is that of the code that stands at this
 * turn: the model's answer where `answered`, else the code that stays (static: the reference's, so
 * `pass` where `reference-solved`).
 */
export const verdictRowSchema = z.object({
  scenario: z.enum([turnZeroScenario, ...scenarioIdSchema.options]),
  task_id: z.string(),
  turn: z.number().int().min(0).max(lastTurn),
  origin: originSchema,
  status: statusSchema,
  /** The reference's status at this turn; null where the log does not tell it, and in live runs. */
  reference_status: statusSchema.nullable(),
  /** Names of the failing entries, `ALL` last. */
  failures: z.array(z.string()),
  /** SHA-256 of the code that stands at this turn; null where there is none (`missing`). */
  code_sha256: z.string().nullable(),
  /** Hash of the request whose answer this is; null where nobody was asked. */
  request: z.string().nullable(),
  /** The rule that found the program in the answer; null where there is no answer. */
  found: foundSchema.nullable(),
  /** Null unless the place was answered and its program passed, and where nobody can tell. */
  trust: trustSchema.nullable(),
  /** Why there is no verdict, in one line; null where there is one. */
  missing: z.string().nullable(),
});

/** A row of format version 1 lacks the last three fields: they are null when it is read. */
const rowOfVersion1 = verdictRowSchema
  .omit({found: true, trust: true, missing: true})
  .transform((row): VerdictRow => ({...row, found: null, trust: null, missing: null}));

/** What the rows of a run of that format version are read by. */
export function rowSchemaOf(formatVersion: number): z.ZodType<VerdictRow> {
  return formatVersion === 1 ? rowOfVersion1 : verdictRowSchema;
}

export type VerdictRow = z.infer<typeof verdictRowSchema>;

/** Where in a run a verdict stands. */
export type Place = Pick<VerdictRow, 'scenario' | 'task_id' | 'turn'>;

/** The row of a place without an answer to it: what only an answer has is null. */
export function rowWithoutAnswer(
  place: Place,
  known: Pick<VerdictRow, 'origin' | 'status' | 'reference_status' | 'code_sha256'>,
  missing: string | null = null,
): VerdictRow {
  return {...place, ...known, failures: [], request: null, found: null, trust: null, missing};
}

export function placeKey({scenario, task_id, turn}: Place): string {
  return `${scenario} ${task_id} ${turn}`;
}
