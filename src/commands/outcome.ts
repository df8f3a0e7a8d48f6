import {runTables} from '../report/run-report.js';
import {renderText} from '../report/table.js';
import type {RunOutcome} from '../session/session.js';
import type {Context} from './command.js';

/** Prints what a run came to: figures on stdout, what it took on stderr. */
export function printOutcome(
  {directory, manifest, metrics, passingMetrics, jobsRun, stopped}: RunOutcome,
  json: boolean,
  context: Context,
): void {
  const {totals} = manifest;
  const {model, simulated} = manifest;
  const figures = {
    metrics,
    ...(passingMetrics && {metrics_where_ground_truth_passes: passingMetrics}),
  };
  if (json)
    context.print(JSON.stringify({directory, model, simulated, totals, ...figures}, null, 2));
  else {
    const runs = [metrics, ...(passingMetrics ? [passingMetrics] : [])].map((each) => ({
      label: directory,
      manifest,
      metrics: each,
    }));
    for (const table of runs.flatMap(runTables)) context.print(`${renderText(table)}\n`);
  }
  noteStop(stopped, context);
  if (!totals) return;
  context.note(
    `${directory}: ${totals.places} places, ${totals.answered} answered by ${totals.requests} distinct requests, ${jobsRun} jobs judged now, ${totals.missing} missing`,
  );
  if (totals.missing > 0)
    context.note(
      'verdicts are missing: the reasons are in journal.jsonl; give the same command again to go on',
    );
}

/** Says which bound of the budget stopped the asking, where one did, and how to go on. */
export function noteStop(stopped: RunOutcome['stopped'], context: Context): void {
  if (!stopped) return;
  const {bound, questions} = stopped;
  context.note(
    `stopped: ${bound}, ${questions} questions were not asked; the bound is for all of the run: give the same command with a higher one to go on`,
  );
}
