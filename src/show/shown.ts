import type {Feedback, LogLine} from '../log/log-line.js';
import type {CompletionRow} from '../model/completion-row.js';
import type {VerdictRow} from '../run/verdict-row.js';
import type {DiffLine} from './code-diff.js';
import type {ShownPrompt} from './exact-prompt.js';

/** One turn of a conversation. What is not known is null. */
export type ShownTurn = {
  turn: number;
  /** The program that was to be mended, its verdict, and what was said of it; null at turn 0. */
  given: GivenProgram | null;
  /** Null unless it was asked for. */
  prompt: ShownPrompt | null;
  answer: Omit<CompletionRow, 'request'> | null;
  /** The program of the answer; `diff`: what became of the one that was given. */
  program: {code: string; found: VerdictRow['found']; diff: DiffLine[] | null} | null;
  /** What became of the turn; of a log, its reference’s verdict. Null where nobody knows. */
  verdict: ShownVerdict | null;
  /** What the program failed at; a text is null where the run kept none. */
  failures: {name: string; text: string | null}[];
};

/** What a line of a log gives a model: a program, the verdict on it, and what was said of it. */
export type GivenProgram = {code: string; status: LogLine['previous_status']} & Feedback &
  Pick<LogLine, 'notes'>;

export function givenBy(line: LogLine): GivenProgram {
  const {previous_code, previous_status, notes} = line;
  const {compilation_feedback, execution_feedback, verbal_feedback} = line;
  return {
    code: previous_code,
    status: previous_status,
    compilation_feedback,
    execution_feedback,
    verbal_feedback,
    notes,
  };
}

export type ShownVerdict = {
  origin: VerdictRow['origin'];
  status: VerdictRow['status'];
  reference_status: VerdictRow['reference_status'];
  trust: VerdictRow['trust'];
  missing: VerdictRow['missing'];
};

/** What became of the problem in a scenario: `statuses[t]` is turn t, null where it has no row. */
export type ScenarioCourse = {
  scenario: Exclude<VerdictRow['scenario'], 'NONE'>;
  statuses: (VerdictRow['status'] | 'solved' | 'reference-solved' | 'no-feedback' | null)[];
};

/** One problem in one scenario, as a run or a log has it. */
export type ShownConversation = {
  /** The directory that holds it, and what that is. */
  directory: string;
  kind: 'static run' | 'live run' | 'log';
  /** Whose answers they are. */
  model: string;
  /** Whose programs were to be mended, where they are another model’s. */
  reference_model: string | null;
  task_id: string;
  scenario: ScenarioCourse['scenario'];
  /** The problem as models are told it. */
  statement: string | null;
  /** Every scenario there is of it. */
  courses: ScenarioCourse[];
  turns: ShownTurn[];
  /** What could not be had, and how it can. */
  lacks: string[];
};
