import type {RunOutcome} from '../benchmark/session.js';
import {runTables} from '../report/run-report.js';
import {renderText} from '../report/table.js';
import type {Context} from './command.js';

/** Prints what a run came to: figures on stdout, what it took on stderr. */
export function printOutcome(
  {directory, manifest, metrics, jobsRun}: RunOutcome,
  json: boolean,
  context: Context,
): void {
  const {totals} = manifest;
  if (json)
    context.print(
      JSON.stringify({directory, model: manifest.model, simulated: manifest.simulated, totals, metrics}, null, 2),
    );
  else for (const table of runTables({label: directory, manifest, metrics})) context.print(`${renderText(table)}\n`);
  if (!totals) return;
  context.note(
    `${directory}: ${totals.places} places, ${totals.answered} answered by ${totals.requests} distinct requests, ${jobsRun} jobs judged now, ${totals.missing} missing`,
  );
  if (totals.missing > 0)
    context.note('verdicts are missing: the reasons are in journal.jsonl; give the same command again to go on');
}
