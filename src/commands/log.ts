import {z} from 'zod';
import {FileFormatError, UsageError} from '../errors.js';
import {logStats} from '../log/log-stats.js';
import {openLog, readConversations} from '../log/read-log.js';
import {scenarios} from '../problem/scenario.js';
import {logStatsTable} from '../report/log-report.js';
import {renderText} from '../report/table.js';
import {type Command, type Context, exitCode} from './command.js';
import {fields, parseArguments} from './options.js';

const schema = z.object({action: z.enum(['verify', 'stats']), directory: fields.text, json: fields.flag});

export const log: Command = {
  builder: (yargs) =>
    yargs
      .positional('action', {choices: ['verify', 'stats'] as const, describe: 'What to do'})
      .positional('directory', {type: 'string', describe: 'Directory of the log'})
      .option('json', {type: 'boolean', default: false, describe: 'Print as JSON'}),
  async run(argv, context) {
    const {action, directory, json} = parseArguments(argv, schema);
    return action === 'verify' ? verify(directory, json, context) : stats(directory, json, context);
  },
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
  if (json) context.print(JSON.stringify({directory, sound: complaints.length === 0, lines, complaints}, null, 2));
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
    json ? JSON.stringify({directory, scenarios: rows}, null, 2) : renderText(logStatsTable(opened.manifest, rows)),
  );
  return exitCode.done;
}
