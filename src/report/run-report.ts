import {type ScenarioId, turnZeroScenario} from '../problem/scenario.js';
import type {Convention} from '../score/convention.js';
import type {ScenarioMetrics} from '../score/metrics.js';
import type {ScoredRun} from '../score/score-stored-run.js';
import {counts, creditCells, creditHeads, figureCell, figureCellWithCount} from './figure-cell.js';
import type {FoldBy} from './fold.js';
import type {Report} from './formats.js';
import {metricName} from './metric-name.js';
import {modeName, namedRuns} from './run-names.js';
import {
  creditNote,
  otherProblemsNotes,
  sharedNotes,
  tooFewNotes,
  unaskedNotes,
} from './run-notes.js';
import {figureRecords} from './run-records.js';
import type {ReportTable} from './table.js';
import {upstreamTables} from './upstream-report.js';

/** Runs with their figures over all problems, and over those whose ground truth passes. */
export type ScoredRuns = {
  scored: ScoredRun[];
  /** Of the runs where that makes a difference. */
  wherePassing: ScoredRun[];
};

/** The figures of runs; by the convention `upstream`, in the tables of upstream's script. */
export function runsReport({scored, wherePassing}: ScoredRuns, convention: Convention): Report {
  const all = [...scored, ...wherePassing];
  return {
    tables: [...tablesOf(scored, convention), ...tablesOf(wherePassing, convention)],
    records: () => figureRecords(all),
    json: {runs: all},
  };
}

function tablesOf(runs: readonly ScoredRun[], convention: Convention): ReportTable[] {
  return [
    ...(runs.length > 1 ? comparisonTables(runs) : []),
    ...namedRuns(runs).flatMap(({run, name}) =>
      convention === 'upstream'
        ? [...upstreamTables(run, name), ...replayOnlyTables(run, name)]
        : runTables(run, name),
    ),
  ];
}

/**
 * The tables of one run: Pass@1 by turn with MRR and Recall, and, of a static one, the same without
 * the reference's credit.
 */
export function runTables(run: ScoredRun, name = run.manifest.model): ReportTable[] {
  return [turnTable(run, name), ...replayOnlyTables(run, name)];
}

/** Several runs side by side, a table for each of MRR and Recall: models down, scenarios across. */
export function comparisonTables(runs: readonly ScoredRun[]): ReportTable[] {
  const modes = runs.map(modeName);
  const isOneMode = new Set(modes).size === 1;
  const foldBy = groupsOf(scenarioIds(runs), runs, isOneMode ? 1 : 2, ['n (missing)']);
  const notes = [
    ...sharedNotes(runs),
    ...(runs.some(isStatic) ? [creditNote] : []),
    ...otherProblemsNotes(runs),
    ...tooFewNotes(runs),
  ];
  return (['mrr', 'recall'] as const).map((metric) => ({
    title: `${metricName(metric)}${isOneMode ? `, ${modes[0]}` : ''}, percent, 95% interval`,
    columns: ['model', ...(isOneMode ? [] : ['mode']), ...columnsOf(foldBy)],
    rows: namedRuns(runs).map(({run, name}) => [
      name,
      ...(isOneMode ? [] : [modeName(run)]),
      ...foldBy.names.flatMap((id) => {
        const figure = scenarioOf(run, id)?.[metric];
        const credit = runs.some(isStatic) ? creditCells(figure) : [];
        return [figureCell(figure), ...credit, counts([figure])];
      }),
    ]),
    notes,
    foldBy,
  }));
}

function isStatic({metrics}: ScoredRun): boolean {
  return metrics.mode === 'static';
}

/** Each scenario's columns: a figure, what is credit in it where a run is static, and `more`. */
function groupsOf(
  names: readonly string[],
  runs: readonly ScoredRun[],
  keys: number,
  more: readonly string[] = [],
): FoldBy {
  const credit = runs.some(isStatic) ? creditHeads : [];
  return {keys, over: 'scenario', names, heads: ['percent', ...credit, ...more]};
}

/** Unfolded, a scenario's name stands over its figure. */
function columnsOf({names, heads}: FoldBy): string[] {
  return names.flatMap((name) => [name, ...heads.slice(1)]);
}

function turnTable(run: ScoredRun, name: string): ReportTable {
  const conversations = run.metrics.scenarios.filter(({scenario}) => scenario !== turnZeroScenario);
  const shown = conversations.length > 0 ? conversations : run.metrics.scenarios;
  const turns = shown[0]?.pass_at_1.length ?? 0;
  const foldBy = groupsOf(
    shown.map(({scenario}) => scenario),
    [run],
    1,
  );
  const cells = (figure: ScenarioMetrics['mrr'] | undefined) => [
    figureCell(figure),
    ...(isStatic(run) ? creditCells(figure) : []),
  ];
  return {
    title: `${name}: ${describe(run)}: Pass@1 by turn, MRR, Recall, percent`,
    columns: ['', ...columnsOf(foldBy)],
    rows: [
      ...Array.from({length: turns}, (_, turn) => [
        `turn ${turn}`,
        ...shown.flatMap(({pass_at_1}) => cells(pass_at_1[turn])),
      ]),
      ['MRR', ...shown.flatMap(({mrr}) => cells(mrr))],
      ['Recall', ...shown.flatMap(({recall}) => cells(recall))],
      [
        'n (missing)',
        ...shown.flatMap(({n, missing}) => [
          `${n} (${missing})`,
          ...foldBy.heads.slice(1).map(() => ''),
        ]),
      ],
    ],
    notes: [
      ...sharedNotes([run]),
      ...(isStatic(run) ? [creditNote, ...unaskedNotes(run), staticTurnsNote] : []),
      ...tooFewNotes([run]),
    ],
    foldBy,
  };
}

const staticTurnsNote =
  'Static, from turn 1 on: the own answer at that turn passes, or the reference had passed before. Each turn is a question of its own, and nothing is carried over from turn 0, so a turn may lie below it; where nobody is asked, the reference’s failing code stands.';

function replayOnlyTables(run: ScoredRun, name: string): ReportTable[] {
  if (!isStatic(run)) return [];
  const shown = run.metrics.scenarios.flatMap(({scenario, replay_only}) =>
    replay_only ? [{scenario, replay_only}] : [],
  );
  const turns = shown[0]?.replay_only.pass_at_1.length ?? 0;
  const names = shown.map(({scenario}) => scenario);
  return [
    {
      title: `${name}: replay-only (own answers to the questions asked, no credit), percent, n beside it`,
      columns: ['', ...names],
      rows: [
        ...Array.from({length: turns}, (_, i) => [
          `turn ${i + 1}`,
          ...shown.map(({replay_only}) => figureCellWithCount(replay_only.pass_at_1[i])),
        ]),
        ['MRR', ...shown.map(({replay_only}) => figureCellWithCount(replay_only.mrr))],
        ['Recall', ...shown.map(({replay_only}) => figureCellWithCount(replay_only.recall))],
      ],
      notes: [
        'Convention: replay-only. The rank is 1 + the first turn from 1 on at which the own answer passes; n: the problems asked. Where n is below 10 the figure ranks nothing.',
      ],
      foldBy: {keys: 1, over: 'scenario', names, heads: ['percent (n)']},
    },
  ];
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
