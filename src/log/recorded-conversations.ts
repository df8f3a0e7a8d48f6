import {sha256} from '../files/canonical-hash.js';
import type {Span} from '../files/contents.js';
import {once} from '../files/once.js';
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
 * How many conversations of a scenario stay at hand: some 2 MB. Turns are mostly asked for one
 * after the other, and of a small log all are, again and again, by whoever writes many pages of it.
 */
const conversationsKept = 64;

/**
 * The conversations of one scenario, checked as `readConversations` checks them. A log of full size
 * has texts of 150 MB, and only few of them are needed at a time.
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
  const linesOf = once(
    ({taskId}: {taskId: string; span: Span}) => taskId,
    ({taskId, span}): readonly LogLine[] => {
      const bytes = read(span);
      const hash = sha256(bytes);
      if ((readBefore.get(taskId) ?? hash) !== hash)
        throw changedInUse(path, `${taskId} has other words`);
      readBefore.set(taskId, hash);
      return parseRecords(bytes, logLineSchema, path);
    },
    conversationsKept,
  );
  return found.map((each) => ({taskId: each.taskId, lines: () => linesOf(each)}));
}
