import {z} from 'zod';
import {lastTurn, scenarios} from '../problem/scenario.js';

export const statusSchema = z.enum(['pass', 'fail', 'timeout', 'error', 'missing']);

export const scenarioIdSchema = z.enum(scenarios.map((scenario) => scenario.id));

export const noteSchema = z.enum(['denied', 'feedback-of-other-code', 'leak']);

/**
 * The verdict on the code that a line carries; a log never holds a place whose verdict is missing.
 */
const previousStatusSchema = z.enum(['pass', 'fail', 'timeout', 'error']);

/**
 * A line of a frozen log, keys in this order: what turn `turn` (1..10) hears about the reference's
 * code of turn `turn` - 1. A problem solved at turn k < 10 has a last line at k + 1 with
 * `previous_status` `pass` and no feedback.
 */
export const logLineSchema = z.object({
  task_id: z.string().min(1),
  turn: z.number().int().min(1).max(lastTurn),
  previous_code: z.string(),
  /** SHA-256 of `previous_code` in UTF-8: ties the feedback to the code it is about. */
  code_sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits'),
  previous_status: previousStatusSchema,
  compilation_feedback: z.string().nullable(),
  execution_feedback: z.string().nullable(),
  verbal_feedback: z.string().nullable(),
  notes: z.array(noteSchema).refine(isSortedSet, 'expected each note once, in alphabetical order'),
});

function isSortedSet(notes: readonly string[]): boolean {
  return notes.every((note, i) => i === 0 || String(notes[i - 1]) < note);
}

export type LogLine = z.infer<typeof logLineSchema>;

/**
 * The three kinds of feedback of one turn, each null where the scenario has none or nobody was
 * asked.
 */
export type Feedback = Pick<
  LogLine,
  'compilation_feedback' | 'execution_feedback' | 'verbal_feedback'
>;

export const noSyntaxErrors = 'No syntax errors';
export const passedAllTestRuns = 'Passed all test runs';

/**
 * Whether there is anything to act upon: a function of the line alone (DESIGN.md, section 3, point
 * 6).
 */
export function isActionable(feedback: Feedback): boolean {
  const {compilation_feedback, execution_feedback, verbal_feedback} = feedback;
  return (
    (compilation_feedback !== null && compilation_feedback !== noSyntaxErrors) ||
    (execution_feedback !== null && execution_feedback !== passedAllTestRuns) ||
    verbal_feedback !== null
  );
}
