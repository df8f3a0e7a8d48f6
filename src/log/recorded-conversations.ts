import {sha256} from '../files/canonical-hash.js';
import type {Span} from '../files/contents.js';
import {changedInUse, openSpans, parseRecords} from '../files/span.js';
import type {ScenarioId} from '../problem/scenario.js';
import {type LogLine, logLineSchema} from './log-line.js';
import {checkedConversations, type Log, storedPath} from './read-log.js';

/** A conversation of a log whose lines stay on disk until somebody asks for them. */
export type RecordedConversation = {
  taskId: string;
  /**
   * Turn 1 first, the same whenever they are asked for. @throws {FileFormatError} where the file
   * has other words by now.
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
  const path = storedPath(log.directory, scenario);
  const read = await openSpans(path);
  const readBefore = new Map<string, string>();
  let atHand: {taskId: string; lines: LogLine[]} | null = null;
  return found.map(({taskId, span}) => ({
    taskId,
    lines: () => {
      if (atHand?.taskId === taskId) return atHand.lines;
      const bytes = read(span);
      const hash = sha256(bytes);
      if ((readBefore.get(taskId) ?? hash) !== hash)
        throw changedInUse(path, `${taskId} has other words`);
      readBefore.set(taskId, hash);
      atHand = {taskId, lines: parseRecords(bytes, logLineSchema, path)};
      return atHand.lines;
    },
  }));
}
