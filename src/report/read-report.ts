import {z} from 'zod';
import {present} from '../errors.js';
import {readPublished} from '../interchange/published/tables.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {oneOf, text} from '../options/fields.js';
import {countSoFar} from '../run/counted-so-far.js';
import {countNotCompiling, readCompiling} from '../run/failed-programs.js';
import {readRun} from '../run/read-run.js';
import {isFinished, readUnfinishedRun, type UnfinishedRun} from '../run/unfinished-run.js';
import type {Convention} from '../score/convention.js';
import {rowsCountedBy, type TrustPolicy, trustPolicies} from '../score/count-trust.js';
import {effectsOfFeedback} from '../score/effects.js';
import {scoreStoredRun, scoreWherePassing} from '../score/score-stored-run.js';
import {scoring} from '../score/scoring.js';
import {effectsReport, type RunEffects} from './effects-report.js';
import type {Report} from './formats.js';
import {publishedReport} from './published-report.js';
import {namedRuns} from './run-names.js';
import {runsReport, type ScoredRuns} from './run-report.js';
import {unfinishedJson, unfinishedTable} from './unfinished-report.js';

export type ReportOptions = {
  /** Directories of runs. Those that are not finished are named, and shown where all are so. */
  runs: readonly string[];
  /** How Pass@1 at a later turn is read. Default `credited`. */
  convention?: Convention | undefined;
  /**
   * Which passes count: `any`, or only those with tests and program apart, where the problem allows
   * that. Default `any`.
   */
  trust?: TrustPolicy | undefined;
};

const runs = z.array(text, 'expected a list of directories').min(1, 'expected at least one run');

const schema = optionsOf<ReportOptions>({
  runs,
  convention: oneOf('credited', 'upstream').optional(),
  trust: oneOf(...trustPolicies).optional(),
});

/** Figures of runs, and the same as tables, records and JSON. */
export type RunsReport = Report & ScoredRuns & {unfinished: UnfinishedRun[]};

/**
 * Scores stored runs, side by side where there are more than one. Runs that are not finished are
 * named; where all are so, they are scored as they stand, what they lack missing.
 * @throws {UsageError} for a directory that is no run, or, by `trust`, one that does not tell how
 * its passes were established; {FileFormatError} for a damaged one.
 * @example
 * const report = await readReport({runs: ['runs/careful']});
 * console.log(renderReport(report, 'md'));
 */
export async function readReport(options: ReportOptions): Promise<RunsReport> {
  checkOptions('readReport', schema, options);
  const {runs, convention = 'credited', trust} = options;
  const finished = await Promise.all(runs.filter(isFinished).map(readRun));
  const unfinished = await Promise.all(
    runs.filter((run) => !isFinished(run)).map(readUnfinishedRun),
  );
  const stored = finished.length > 0 ? finished : unfinished;
  const figures = {
    scored: await Promise.all(
      stored.map(async (run) => {
        const not_compiling = countNotCompiling(run.rows, await readCompiling(run.label));
        const scored = {...scoreStoredRun(run, convention, undefined, trust), not_compiling};
        if (run.manifest.totals !== null) return scored;
        return {...scored, so_far: await countSoFar(run.label, run.rows)};
      }),
    ),
    wherePassing: stored
      .map((run) => scoreWherePassing(run, convention, trust))
      .filter((run) => run !== null),
  };
  const report = runsReport(figures, convention);
  return {
    ...figures,
    unfinished,
    ...(unfinished.length > 0 ? withUnfinished(report, {...figures, unfinished}) : report),
  };
}

function withUnfinished(
  report: Report,
  {scored, wherePassing, unfinished}: ScoredRuns & Pick<RunsReport, 'unfinished'>,
): Report {
  return {
    ...report,
    tables: [...report.tables, unfinishedTable(unfinished)],
    json: {runs: [...scored, ...wherePassing], unfinished: unfinishedJson(unfinished)},
  };
}

export type EffectsReportOptions = {
  /** Directories of finished runs. */
  runs: readonly string[];
  /** Which passes count, as for `readReport`. Default `any`. */
  trust?: TrustPolicy | undefined;
};

const effectsSchema = optionsOf<EffectsReportOptions>({
  runs,
  trust: oneOf(...trustPolicies).optional(),
});

/** Effects of feedback, run by run, and the same as a table, records and JSON. */
export type EffectsReport = Report & {runs: RunEffects[]};

/**
 * What the models of stored runs make of each kind of feedback.
 * @throws {UsageError} for a directory that is no finished run, or, by `trust`, one that does not
 * tell how its passes were established; {FileFormatError} for a damaged one.
 * @example
 * const {runs} = await readEffects({runs: ['runs/careful']});
 */
export async function readEffects(options: EffectsReportOptions): Promise<EffectsReport> {
  checkOptions('readEffects', effectsSchema, options);
  const {runs: directories, trust = 'any'} = options;
  const stored = await Promise.all(directories.map(readRun));
  const named = namedRuns(stored.map((run) => scoreStoredRun(run, 'credited', undefined, trust)));
  const runs = named.map((each, i) => {
    const run = present(stored[i], `run ${i + 1}`);
    const rows = rowsCountedBy(trust, run.rows, run);
    return {...each, effects: effectsOfFeedback({rows, ...scoring})};
  });
  return {runs, ...effectsReport(runs)};
}

/** What the paper and upstream's repository report. */
export function readPublishedReport(): Report {
  return publishedReport(readPublished());
}
