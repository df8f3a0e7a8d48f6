import type {LogLine} from '../log/log-line.js';
import {checkedConversations, type Log} from '../log/read-log.js';
import type {ScenarioId} from '../problem/scenario.js';

/**
 * The lines of one problem in a scenario's file, none where it has none. The whole file is read,
 * since only at its end is known that it is whole.
 */
export async function linesOf(log: Log, scenario: ScenarioId, taskId: string): Promise<LogLine[]> {
  let found: LogLine[] = [];
  for await (const conversation of checkedConversations(log, scenario))
    if (conversation.taskId === taskId) found = conversation.lines;
  return found;
}

/** The problems that a scenario's file holds, in its order. */
export async function tasksOf(log: Log, scenario: ScenarioId): Promise<string[]> {
  const tasks: string[] = [];
  for await (const {taskId} of checkedConversations(log, scenario)) tasks.push(taskId);
  return tasks;
}
