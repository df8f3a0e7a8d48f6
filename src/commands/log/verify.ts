import {z} from 'zod';
import {FileFormatError, UsageError} from '../../errors.js';
import {logStats} from '../../log/log-stats.js';
import {openLog, readConversations} from '../../log/read-log.js';
import {scenarios} from '../../problem/scenario.js';
import {logStatsTable} from '../../report/log-report.js';
import {renderText} from '../../report/table.js';
import {type Context, exitCode} from '../command.js';
import {fields, parseArguments} from '../options.js';
import type {LogAction} from './action.js';

const schema = z.object({json: fields.flag.default(false)});

/** Checksums and schema. */
export const verifyAction: LogAction = {
  flags: ['json'],
  run: async (directory, argv, context) =>
    verify(directory, parseArguments(argv, schema).json, context),
};

/** Questions and solved problems per turn. */
export const statsAction: LogAction = {
  flags: ['json'],
  run: async (directory, argv, context) =>
    stats(directory, parseArguments(argv, schema).json, context),
};

async function verify(directory: string, json: boolean, context: Context): Promise<number> {
  const opened = openLog(directory);
  const complaints: string[] = [];
  let lines = 0;
  for (const {id} of scenarios.filter(({id}) => opened.manifest.scenarios[id])) {
    try {
      const conversations = await readConversations(opened, id);
      lines += conversations.reduce((sum, conversation) => sum + conversation.lines.length, 0);
    } catch (error) {
      if (!(error instanceof FileFormatError || error instanceof UsageError)) throw error;
      complaints.push(error.message);
    }
  }
  if (json)
    context.print(
      JSON.stringify({directory, sound: complaints.length === 0, lines, complaints}, null, 2),
    );
  else if (complaints.length === 0) context.print(`${directory}: sound, ${lines} lines`);
  else for (const complaint of complaints) context.print(complaint);
  return complaints.length === 0 ? exitCode.done : exitCode.no;
}

async function stats(directory: string, json: boolean, context: Context): Promise<number> {
  const opened = openLog(directory);
  const rows = [];
  for (const {id} of scenarios.filter(({id}) => opened.manifest.scenarios[id])) {
    rows.push({scenario: id, ...logStats(await readConversations(opened, id))});
  }
  context.print(
    json
      ? JSON.stringify({directory, scenarios: rows}, null, 2)
      : renderText(logStatsTable(opened.manifest, rows)),
  );
  return exitCode.done;
}
