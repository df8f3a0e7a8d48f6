import {counted} from '../options/counted.js';
import {option} from '../options/option-name.js';
import type {RunOutcome} from '../session/session.js';
import {missingNotes} from './run-notes.js';
import {runTables} from './run-report.js';
import type {ReportTable} from './table.js';

/** The figures of a run that has just been made, over all problems and over those that can pass. */
export function outcomeTables({
  directory: label,
  metrics,
  passingMetrics,
  notCompiling: not_compiling,
  timedOut: timed_out,
  ...rest
}: RunOutcome): ReportTable[] {
  const scored = passingMetrics === null ? [metrics] : [metrics, passingMetrics];
  const told = {...rest, label, not_compiling, timed_out};
  return scored.flatMap((each) => runTables({...told, metrics: each}));
}

/** The same for programs that read JSON. */
export function outcomeJson(outcome: RunOutcome) {
  const {directory, manifest, metrics, passingMetrics, missing, found, trust} = outcome;
  const {model, simulated, totals} = manifest;
  return {
    directory,
    model,
    simulated,
    totals,
    missing,
    found,
    trust,
    not_compiling: outcome.notCompiling,
    timed_out: outcome.timedOut,
    metrics,
    ...(passingMetrics && {metrics_where_ground_truth_passes: passingMetrics}),
  };
}

/** What the run took, what stopped it, and how to go on. */
export function outcomeLines(outcome: RunOutcome): string[] {
  const {directory, manifest, missing, jobsRun, inFlight, stopped} = outcome;
  const {totals} = manifest;
  const took = totals && [
    `${directory}: ${counted(totals.places, 'place')}, ${totals.answered} answered by ${counted(totals.requests, 'distinct request')}, ${counted(jobsRun, 'job')} judged now, ${totals.missing} missing`,
    ...(inFlight === null
      ? []
      : [
          `questions in flight settled at ${inFlight}, as the server bears; ${option('concurrency')} fixes them`,
        ]),
    ...(totals.missing > 0 ? missingNotes(missing) : []),
    ...(totals.missing > 0 && stopped === null
      ? ['verdicts are missing: give the same command again to go on']
      : []),
  ];
  return [...stopLines(stopped), ...(took ?? [])];
}

/** Which bound of the budget stopped the asking, where one did, and how to go on. */
export function stopLines(stopped: RunOutcome['stopped']): string[] {
  if (stopped === null) return [];
  const {bound, questions} = stopped;
  return [
    `stopped: ${bound}, ${counted(questions, 'question was', 'questions were')} not asked; the bound is for all of the run: give the same command with a higher one to go on`,
  ];
}
