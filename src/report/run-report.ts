import {type ScenarioId, turnZeroScenario} from '../problem/scenario.js';
import type {Convention} from '../score/convention.js';
import type {ScenarioMetrics} from '../score/metrics.js';
import type {ScoredRun} from '../score/score-stored-run.js';
import {counts, figureCell, figureCellWithCount} from './figure-cell.js';
import type {Report} from './formats.js';
import {metricName} from './metric-name.js';
import {modeName, sharedNotes} from './run-notes.js';
import {figureRecords} from './run-records.js';
import type {ReportTable} from './table.js';
import {upstreamTables} from './upstream-report.js';

/** Runs with their figures over all problems, and over those whose ground truth passes. */
export type ScoredRuns = {
  scored: ScoredRun[];
  /** Of the runs where that makes a difference. */
  wherePassing: ScoredRun[];
};

/** The figures of runs; by the convention `upstream`, the tables that upstream's script prints. */
export function runsReport({scored, wherePassing}: ScoredRuns, convention: Convention): Report {
  const all = [...scored, ...wherePassing];
  return {
    tables:
      convention === 'upstream'
        ? all.flatMap(upstreamTables)
        : [...tablesOf(scored), ...tablesOf(wherePassing)],
    records: () => figureRecords(all),
    json: {runs: all},
  };
}

function tablesOf(runs: readonly ScoredRun[]): ReportTable[] {
  return [...(runs.length > 1 ? comparisonTables(runs) : []), ...runs.flatMap(runTables)];
}

/**
 * The tables of one run: Pass@1 by turn with MRR and Recall, and, of a static one, the same without
 * the reference's credit.
 */
export function runTables(run: ScoredRun): ReportTable[] {
  const tables = [turnTable(run)];
  if (run.metrics.mode === 'static') tables.push(replayOnlyTable(run));
  return tables;
}

/** Several runs side by side, a table for each of MRR and Recall: models down, scenarios across. */
export function comparisonTables(runs: readonly ScoredRun[]): ReportTable[] {
  const ids = scenarioIds(runs);
  return (['mrr', 'recall'] as const).map((metric) => ({
    title: `${metricName(metric)}, percent, 95% interval`,
    columns: ['model', 'mode', ...ids, 'n (missing)'],
    rows: runs.map((run) => {
      const figures = ids.map((id) => scenarioOf(run, id)?.[metric]);
      return [run.manifest.model, modeName(run), ...figures.map(figureCell), counts(figures)];
    }),
    notes: runs.length > 0 ? sharedNotes(runs) : [],
  }));
}

function turnTable(run: ScoredRun): ReportTable {
  const conversations = run.metrics.scenarios.filter(({scenario}) => scenario !== turnZeroScenario);
  const shown = conversations.length > 0 ? conversations : run.metrics.scenarios;
  const turns = shown[0]?.pass_at_1.length ?? 0;
  return {
    title: `${run.manifest.model}: ${describe(run)}: Pass@1 by turn, MRR, Recall, percent`,
    columns: ['', ...shown.map(({scenario}) => scenario)],
    rows: [
      ...Array.from({length: turns}, (_, turn) => [
        `turn ${turn}`,
        ...shown.map(({pass_at_1}) => figureCell(pass_at_1[turn])),
      ]),
      ['MRR', ...shown.map(({mrr}) => figureCell(mrr))],
      ['Recall', ...shown.map(({recall}) => figureCell(recall))],
      ['n (missing)', ...shown.map(({n, missing}) => `${n} (${missing})`)],
    ],
    notes: [...sharedNotes([run]), ...(run.metrics.mode === 'static' ? [staticTurnsNote] : [])],
  };
}

const staticTurnsNote =
  'Static, from turn 1 on: the own answer at that turn passes, or the reference had passed before. Each turn is a question of its own, and nothing is carried over from turn 0, so a turn may lie below it; where nobody is asked, the reference’s failing code stands.';

function replayOnlyTable(run: ScoredRun): ReportTable {
  const shown = run.metrics.scenarios.flatMap(({scenario, replay_only}) =>
    replay_only ? [{scenario, replay_only}] : [],
  );
  const turns = shown[0]?.replay_only.pass_at_1.length ?? 0;
  return {
    title: `${run.manifest.model}: replay-only (own answers to the questions asked, no credit), percent, n beside it`,
    columns: ['', ...shown.map(({scenario}) => scenario)],
    rows: [
      ...Array.from({length: turns}, (_, i) => [
        `turn ${i + 1}`,
        ...shown.map(({replay_only}) => figureCellWithCount(replay_only.pass_at_1[i])),
      ]),
      ['MRR', ...shown.map(({replay_only}) => figureCellWithCount(replay_only.mrr))],
      ['Recall', ...shown.map(({replay_only}) => figureCellWithCount(replay_only.recall))],
    ],
    notes: [
      'Convention: replay-only. The rank is 1 + the first turn from 1 on at which the own answer passes; n: the problems asked.',
    ],
  };
}

function scenarioIds(runs: readonly ScoredRun[]): (ScenarioId | typeof turnZeroScenario)[] {
  return [...new Set(runs.flatMap(({metrics}) => metrics.scenarios.map(({scenario}) => scenario)))];
}

function scenarioOf({metrics}: ScoredRun, id: string): ScenarioMetrics | undefined {
  return metrics.scenarios.find(({scenario}) => scenario === id);
}

function describe(run: ScoredRun): string {
  const problems = run.metrics.subset === null ? '' : `, ${run.metrics.subset} problems only`;
  return `${modeName(run)}, suite ${run.manifest.suite.name}${problems}`;
}
