import type {Span} from '../files/contents.js';
import {openSpans} from '../files/span.js';
import type {ScenarioId} from '../problem/scenario.js';
import {type LogLine, logLineSchema} from './log-line.js';
import {checkedConversations, type Log, storedPath} from './read-log.js';

/** A conversation of a log whose lines stay on disk until somebody asks for them. */
export type RecordedConversation = {
  taskId: string;
  /**
   * Turn 1 first. @throws {FileFormatError} where the file was changed since it was checked, as far
   * as that shows.
   */
  lines(): readonly LogLine[];
};

/**
 * The conversations of one scenario, checked as `readConversations` checks them. A log of full size
 * has texts of 150 MB, and only few of them are needed at a time. The conversation that was asked
 * for last stays at hand: its turns are mostly asked for one after the other.
 */
export async function openConversations(
  log: Log,
  scenario: ScenarioId,
): Promise<RecordedConversation[]> {
  const found: {taskId: string; span: Span}[] = [];
  for await (const {taskId, span} of checkedConversations(log, scenario))
    found.push({taskId, span});
  const linesAt = await openSpans(storedPath(log.directory, scenario), logLineSchema);
  let atHand: {taskId: string; lines: LogLine[]} | null = null;
  return found.map(({taskId, span}) => ({
    taskId,
    lines: () => {
      if (atHand?.taskId !== taskId) atHand = {taskId, lines: linesAt(span)};
      return atHand.lines;
    },
  }));
}
