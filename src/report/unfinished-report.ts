import {counted} from '../options/counted.js';
import type {UnfinishedRun} from '../run/unfinished-run.js';
import type {ReportTable} from './table.js';

/** Which runs are not finished, and how far they have come. */
export function unfinishedTable(runs: readonly UnfinishedRun[]): ReportTable {
  return {
    title: 'Not finished',
    columns: ['run', 'model', 'verdicts', 'planned'],
    rows: runs.map(({label, manifest, known, planned}) => [
      label,
      manifest.model,
      String(known),
      String(planned),
    ]),
    notes: [
      'A place that is planned and has no verdict yet is missing. The command that began a run goes on with it.',
    ],
  };
}

/** A line for each, where the form printed has no room for the table. */
export function unfinishedLines(runs: readonly UnfinishedRun[]): string[] {
  return runs.map(
    ({label, known, planned}) =>
      `${label}: not finished, ${known} of ${counted(planned, 'verdict')}`,
  );
}

/** The same for programs. */
export function unfinishedJson(runs: readonly UnfinishedRun[]) {
  return runs.map(({label, manifest, known, planned}) => {
    return {directory: label, model: manifest.model, known, planned};
  });
}
