import {outcomeJson, outcomeLines, outcomeTables} from '../report/outcome-report.js';
import {renderText} from '../report/table.js';
import type {RunOutcome} from '../session/session.js';
import type {Context} from './command.js';

/** Prints what a run came to: figures on stdout, what it took on stderr. */
export function printOutcome(outcome: RunOutcome, json: boolean, context: Context): void {
  if (json) context.print(JSON.stringify(outcomeJson(outcome), null, 2));
  else
    for (const table of outcomeTables(outcome))
      context.print(`${renderText(table, context.width)}\n`);
  for (const line of outcomeLines(outcome)) context.note(line);
}
