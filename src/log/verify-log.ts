import {FileFormatError, UsageError} from '../errors.js';
import {checkArgument} from '../options/check-options.js';
import {text} from '../options/fields.js';
import {scenarios} from '../problem/scenario.js';
import {type Incomplete, incompleteOf} from './incomplete.js';
import {type LogStats, logStats} from './log-stats.js';
import {type Log, openedLog, openLog, readConversations} from './read-log.js';

/**
 * Whether checksums and schema of a log hold; a complaint for each scenario's file that fails. A
 * sound log may be `incomplete`.
 */
export type LogVerdict = {
  directory: string;
  sound: boolean;
  lines: number;
  complaints: string[];
  incomplete: Incomplete[];
};

/**
 * Reads all of a log, and holds it to its manifest.
 * @throws {UsageError} where there is no log.
 * @example
 * const {sound, complaints} = await verifyLog(starterLog);
 * console.log(sound, complaints);
 */
export async function verifyLog(directory: string): Promise<LogVerdict> {
  checkArgument(['verifyLog', 'directory'], text, directory);
  const log = openLog(directory);
  const complaints: string[] = [];
  let lines = 0;
  for (const id of scenariosOf(log)) {
    try {
      const conversations = await readConversations(log, id);
      lines += conversations.reduce((sum, conversation) => sum + conversation.lines.length, 0);
    } catch (error) {
      if (!(error instanceof FileFormatError || error instanceof UsageError)) throw error;
      complaints.push(error.message);
    }
  }
  const incomplete = incompleteOf(log.manifest);
  return {directory, sound: complaints.length === 0, lines, complaints, incomplete};
}

/** Questions and solved problems per turn, a row for each scenario of the log. */
export async function statsOfLog(log: Log): Promise<(LogStats & {scenario: string})[]> {
  checkArgument(['statsOfLog', 'log'], openedLog, log);
  const rows = [];
  for (const id of scenariosOf(log))
    rows.push({scenario: id, ...logStats(await readConversations(log, id))});
  return rows;
}

function scenariosOf({manifest}: Log) {
  return scenarios.map(({id}) => id).filter((id) => manifest.scenarios[id]);
}
