import {sha256} from '../../files/canonical-hash.js';
import {type LogLine, noSyntaxErrors} from '../../log/log-line.js';
import type {LabelMeaning} from './label-reading.js';
import {isSilent, type PublishedRow} from './read-published-log.js';

/**
 * One problem's ten published rows as log lines: up to the first pass, whose line has no feedback
 * and is the last. Upstream goes on after a pass (the code stays, and is judged again each turn);
 * those rows say nothing that a log holds.
 */
export function toLines(
  taskId: string,
  rows: readonly PublishedRow[],
  meaning: LabelMeaning,
): LogLine[] {
  const statuses = rows.map((_, index) => previousStatus(rows, index, meaning));
  const solvedAt = statuses.indexOf('pass');
  const kept = solvedAt === -1 ? rows : rows.slice(0, solvedAt + 1);
  return kept.map((row, index) => toLine(taskId, row, statuses[index] ?? 'fail'));
}

/**
 * Whether the compilation feedback is not about the line's code: it says that there is no error
 * where the code does not compile, or the reverse. (Upstream asks again up to three times while the
 * code does not compile, and records the feedback of the last code beside the first.)
 */
export function isOfOtherCode(line: LogLine, compiles: boolean): boolean {
  return hasCheckableFeedback(line) && (line.compilation_feedback === noSyntaxErrors) !== compiles;
}

/** Denied rows are set apart, and silence contradicts nothing. */
export function hasCheckableFeedback(line: LogLine): boolean {
  return line.compilation_feedback !== null && !line.notes.includes('denied');
}

/**
 * The line without its feedback: nobody is asked there, while code and status stay, since later
 * turns and credits stand on them and a log has no gaps.
 */
export function withoutFeedback(line: LogLine): LogLine {
  return {...line, compilation_feedback: null, execution_feedback: null, verbal_feedback: null};
}

function previousStatus(
  rows: readonly PublishedRow[],
  index: number,
  meaning: LabelMeaning,
): LogLine['previous_status'] {
  const row = rows[index];
  if (!row) throw new RangeError(`no row ${index}`);
  if (row.denied) return 'error';
  const label = meaning === 'previous-code' ? row.label : rows[index - 1]?.label;
  return label ?? (isSilent(row) ? 'pass' : 'fail');
}

function toLine(taskId: string, row: PublishedRow, status: LogLine['previous_status']): LogLine {
  const line: LogLine = {
    task_id: taskId,
    turn: row.turn,
    previous_code: row.previousCode,
    code_sha256: sha256(row.previousCode),
    previous_status: status,
    compilation_feedback: row.compilationFeedback,
    execution_feedback: row.executionFeedback,
    verbal_feedback: row.verbalFeedback,
    notes: row.denied ? ['denied'] : [],
  };
  return status === 'pass' ? withoutFeedback(line) : line;
}
