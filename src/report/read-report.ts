import {z} from 'zod';
import {
  readPublishedCritics,
  readPublishedLive,
  readPublishedStatic,
} from '../interchange/published/tables.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {oneOf, text} from '../options/fields.js';
import {readRun} from '../run/read-run.js';
import type {Convention} from '../score/convention.js';
import {type ScoredRun, scoreStoredRun, scoreWherePassing} from '../score/score-stored-run.js';
import type {Report} from './formats.js';
import {publishedRecords, publishedTables} from './published-report.js';
import {comparisonTables, figureRecords, runTables} from './run-report.js';
import {upstreamTables} from './upstream-report.js';

export type ReportOptions = {
  /** Directories of finished runs. */
  runs: readonly string[];
  /** How Pass@1 at a later turn is read. Default `credited`. */
  convention?: Convention | undefined;
};

const schema = optionsOf<ReportOptions>({
  runs: z.array(text, 'expected a list of directories').min(1, 'expected at least one run'),
  convention: oneOf('credited', 'upstream').optional(),
});

/** Figures of runs, and the same as tables, records and JSON. */
export type RunsReport = Report & {
  scored: ScoredRun[];
  /** Over the problems whose ground truth passes, of the runs where that makes a difference. */
  wherePassing: ScoredRun[];
};

/**
 * Scores stored runs, side by side where there are more than one.
 * @throws {UsageError} for a directory that is no finished run; {FileFormatError} for a damaged
 * one.
 */
export async function readReport(options: ReportOptions): Promise<RunsReport> {
  checkOptions('readReport', schema, options);
  const {runs, convention = 'credited'} = options;
  const stored = await Promise.all(runs.map(readRun));
  const scored = stored.map((run) => scoreStoredRun(run, convention));
  const wherePassing = stored
    .map((run) => scoreWherePassing(run, convention))
    .filter((run) => run !== null);
  const all = [...scored, ...wherePassing];
  const tables =
    convention === 'upstream'
      ? all.flatMap(upstreamTables)
      : [...sideBySide(scored), ...sideBySide(wherePassing)];
  return {scored, wherePassing, tables, records: () => figureRecords(all), json: {runs: all}};
}

/** What the paper and upstream's repository report. */
export function readPublishedReport(): Report {
  const published = {
    live: readPublishedLive(),
    static: readPublishedStatic(),
    critics: readPublishedCritics(),
  };
  return {
    tables: publishedTables(published),
    records: () => publishedRecords(published),
    json: published,
  };
}

function sideBySide(runs: readonly ScoredRun[]) {
  return [...(runs.length > 1 ? comparisonTables(runs) : []), ...runs.flatMap(runTables)];
}
