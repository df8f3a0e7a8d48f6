import {incompleteOf} from '../../log/incomplete.js';
import {openLog} from '../../log/read-log.js';
import {statsOfLog, verifyLog} from '../../log/verify-log.js';
import {logStatsTable, verifyLines} from '../../report/log-report.js';
import {renderText} from '../../report/table.js';
import {createCommand, exitCode} from '../command.js';
import {word} from '../flags/flag.js';
import {json} from '../flags/result.js';
import {stored} from '../flags/schemas.js';

const flags = {
  log: word(stored, {help: 'Directory of the log'}),
  json: json(),
};

const shipped = 'logs/starter/simulated--codellama-like_by_builtin';

export const verify = createCommand({
  flags,
  examples: [
    [`log verify ${shipped}`, 'the log that ships'],
    ['log verify runs/reference/log --json', 'for programs'],
  ],
  async run({log, json}, context) {
    const verdict = await verifyLog(log);
    if (json) context.print(JSON.stringify(verdict, null, 2));
    else for (const line of verifyLines(verdict)) context.print(line);
    return verdict.sound ? exitCode.done : exitCode.no;
  },
});

export const stats = createCommand({
  flags,
  examples: [
    [`log stats ${shipped}`, 'the log that ships'],
    ['log stats runs/reference/log --json', 'for programs'],
  ],
  async run({log, json}, context) {
    const opened = openLog(log);
    const scenarios = await statsOfLog(opened);
    context.print(
      json
        ? JSON.stringify(
            {directory: log, scenarios, incomplete: incompleteOf(opened.manifest)},
            null,
            2,
          )
        : renderText(logStatsTable(opened.manifest, scenarios), context.width),
    );
    return exitCode.done;
  },
});
