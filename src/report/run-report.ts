import type {ScenarioId} from '../problem/scenario.js';
import {turnZeroScenario} from '../problem/scenario.js';
import type {RunTotals} from '../run/run-manifest.js';
import type {Figure} from '../score/figure.js';
import type {Metrics, ScenarioMetrics} from '../score/metrics.js';
import type {ScoredRun} from '../score/score-stored-run.js';
import {percent} from './percent.js';
import {simulatedNote} from './simulated-note.js';
import type {ReportRecords, ReportTable} from './table.js';

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
    title: `${metricName[metric]}, percent, 95% interval`,
    columns: ['model', 'mode', ...ids, 'n (missing)'],
    rows: runs.map((run) => {
      const figures = ids.map((id) => scenarioOf(run, id)?.[metric]);
      return [modelName(run), modeName(run), ...figures.map(withInterval), counts(figures)];
    }),
    notes: runs.length > 0 ? sharedNotes(runs) : [],
  }));
}

/**
 * The same target under several critics: Pass@1 before and after one turn of feedback, per
 * scenario.
 */
export function criticsTable(
  model: string,
  runs: readonly {critic: string; metrics: Metrics; totals: RunTotals | null}[],
): ReportTable {
  const ids = [
    ...new Set(runs.flatMap(({metrics}) => metrics.scenarios.map(({scenario}) => scenario))),
  ].filter((id) => id !== turnZeroScenario);
  const figureAt = (metrics: Metrics, id: string, turn: number) =>
    metrics.scenarios.find(({scenario}) => scenario === id)?.pass_at_1[turn];
  const row = (name: string, figures: (Figure | undefined)[]) => [
    name,
    ...figures.map(withInterval),
    counts(figures),
  ];
  return {
    title: `${model}: Pass@1 after one turn, by critic, percent`,
    columns: ['critic', ...ids, 'n (missing)'],
    rows: [
      row(
        'none (turn 0)',
        ids.map((id) => runs[0] && figureAt(runs[0].metrics, id, 0)),
      ),
      ...runs.map(({critic, metrics}) =>
        row(
          critic,
          ids.map((id) => figureAt(metrics, id, 1)),
        ),
      ),
    ],
    notes: [
      `Convention: ${runs[0]?.metrics.convention ?? '?'}. Intervals: 95%, bootstrap over problems. Compare with Table 14 of the paper (CF_SEF).`,
      ...runs.flatMap(({critic, totals}) => (totals ? [`${critic}: ${answersNote(totals)}`] : [])),
    ],
  };
}

/**
 * One record per figure, for programs that read CSV; `cut_off` and `critic_cut_off`: answers of the
 * whole run, of its model and of its critic, that the length limit cut off.
 */
export function figureRecords(runs: readonly ScoredRun[]): ReportRecords {
  const columns = [
    'model',
    'mode',
    'reference',
    'suite',
    'convention',
    'subset',
    'scenario',
    'metric',
    'turn',
    'value',
    'low',
    'high',
    'n',
    'missing',
    'reason',
    'cut_off',
    'critic_cut_off',
  ];
  const rows = runs.flatMap((run) =>
    run.metrics.scenarios.flatMap((scenario) =>
      namedFigures(scenario).map(({metric, turn, figure}) => [
        run.manifest.model,
        run.metrics.mode,
        run.manifest.log?.reference_model ?? null,
        run.manifest.suite.name,
        run.metrics.convention,
        run.metrics.subset,
        scenario.scenario,
        metric,
        turn,
        ...(figure.value === null
          ? [null, null, null, figure.n, figure.missing, figure.reason]
          : [figure.value, figure.low, figure.high, figure.n, figure.missing, null]),
        run.manifest.totals?.cut_off ?? null,
        run.manifest.totals?.critic?.cut_off ?? null,
      ]),
    ),
  );
  return {columns, rows};
}

const metricName = {mrr: 'MRR', recall: 'Recall'} as const;

function turnTable(run: ScoredRun): ReportTable {
  const conversations = run.metrics.scenarios.filter(({scenario}) => scenario !== turnZeroScenario);
  const shown = conversations.length > 0 ? conversations : run.metrics.scenarios;
  const turns = shown[0]?.pass_at_1.length ?? 0;
  return {
    title: `${modelName(run)}: ${describe(run)}: Pass@1 by turn, MRR, Recall, percent`,
    columns: ['', ...shown.map(({scenario}) => scenario)],
    rows: [
      ...Array.from({length: turns}, (_, turn) => [
        `turn ${turn}`,
        ...shown.map(({pass_at_1}) => withInterval(pass_at_1[turn])),
      ]),
      ['MRR', ...shown.map(({mrr}) => withInterval(mrr))],
      ['Recall', ...shown.map(({recall}) => withInterval(recall))],
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
    title: `${modelName(run)}: replay-only (own answers to the questions asked, no credit), percent, n beside it`,
    columns: ['', ...shown.map(({scenario}) => scenario)],
    rows: [
      ...Array.from({length: turns}, (_, i) => [
        `turn ${i + 1}`,
        ...shown.map(({replay_only}) => withIntervalAndCount(replay_only.pass_at_1[i])),
      ]),
      ['MRR', ...shown.map(({replay_only}) => withIntervalAndCount(replay_only.mrr))],
      ['Recall', ...shown.map(({replay_only}) => withIntervalAndCount(replay_only.recall))],
    ],
    notes: [
      'Convention: replay-only. The rank is 1 + the first turn from 1 on at which the own answer passes; n: the problems asked.',
    ],
  };
}

function namedFigures(
  scenario: ScenarioMetrics,
): {metric: string; turn: number | null; figure: Figure}[] {
  const byTurn = (metric: string, figures: readonly Figure[], first: number) =>
    figures.map((figure, i) => ({metric, turn: first + i, figure}));
  return [
    {metric: 'mrr', turn: null, figure: scenario.mrr},
    {metric: 'recall', turn: null, figure: scenario.recall},
    ...byTurn('pass_at_1', scenario.pass_at_1, 0),
    ...(scenario.replay_only
      ? [
          {metric: 'replay_only_mrr', turn: null, figure: scenario.replay_only.mrr},
          {metric: 'replay_only_recall', turn: null, figure: scenario.replay_only.recall},
          ...byTurn('replay_only_pass_at_1', scenario.replay_only.pass_at_1, 1),
        ]
      : []),
  ];
}

function scenarioIds(runs: readonly ScoredRun[]): (ScenarioId | typeof turnZeroScenario)[] {
  return [...new Set(runs.flatMap(({metrics}) => metrics.scenarios.map(({scenario}) => scenario)))];
}

function scenarioOf({metrics}: ScoredRun, id: string): ScenarioMetrics | undefined {
  return metrics.scenarios.find(({scenario}) => scenario === id);
}

function modelName({manifest}: ScoredRun): string {
  return manifest.model;
}

function modeName({metrics, manifest}: ScoredRun): string {
  return metrics.mode === 'live' ? 'live' : `static on ${manifest.log?.reference_model ?? '?'}`;
}

function describe(run: ScoredRun): string {
  const problems = run.metrics.subset === null ? '' : `, ${run.metrics.subset} problems only`;
  return `${modeName(run)}, suite ${run.manifest.suite.name}${problems}`;
}

function sharedNotes(runs: readonly ScoredRun[]): string[] {
  const [first] = runs;
  if (!first) return [];
  const {convention, bootstrap, subset} = first.metrics;
  const totals = runs.flatMap(({manifest}) => (manifest.totals ? [manifest.totals] : []));
  const leftOut = new Map(totals.flatMap(({left_out}) => Object.entries(left_out)));
  return [
    `Convention: ${convention}. Intervals: 95%, bootstrap over problems (${bootstrap.resamples} resamples, seed ${bootstrap.seed}).${subset ? ` Problems: ${subset}.` : ''}`,
    ...runs.flatMap((run) => {
      const {totals} = run.manifest;
      const whose = runs.length > 1 ? `${modelName(run)} (${modeName(run)}): ` : '';
      return totals ? [whose + answersNote(totals)] : [];
    }),
    ...(leftOut.size > 0
      ? [`Left out: ${[...leftOut].map(([reason, n]) => `${n} problems (${reason})`).join('; ')}.`]
      : []),
    ...(runs.some(({manifest}) => manifest.simulated) ? [simulatedNote] : []),
  ];
}

function answersNote({answered, no_code, cut_off, missing, critic}: RunTotals): string {
  const answers = `Of ${answered} answers ${no_code} held no code and ${cut_off} were cut off by the length limit; ${missing} verdicts are missing.`;
  return critic
    ? `${answers} Of ${critic.answers} remarks of the critic ${critic.cut_off} were cut off by the length limit.`
    : answers;
}

function withIntervalAndCount(figure: Figure | undefined): string {
  return `${withInterval(figure)} (${figure?.n ?? 0})`;
}

/** What the figures of a row are over: one count where they are alike, else one each. */
function counts(figures: readonly (Figure | undefined)[]): string {
  return [
    ...new Set(figures.flatMap((figure) => (figure ? [`${figure.n} (${figure.missing})`] : []))),
  ].join(', ');
}

function withInterval(figure: Figure | undefined): string {
  return figure?.value == null
    ? '–'
    : `${percent(figure.value)} [${percent(figure.low)}, ${percent(figure.high)}]`;
}
