import type {CreditedFigure, Figure} from '../score/figure.js';
import type {ScenarioMetrics} from '../score/metrics.js';
import type {ScoredRun} from '../score/score-stored-run.js';
import type {ReportRecords} from './table.js';

/**
 * One record per figure, for programs that read CSV. `no_code`: answers of the whole run that hold
 * no code; `not_compiling`: those whose program does not compile, where that is known; `timed_out`:
 * those whose tests did not end in time; `cut_off` and `critic_cut_off`: those of its model and of
 * its critic that the length limit cut off.
 * `trust`: which passes count, `passes_hanging`: how many hang on it. `run`: its directory.
 * `missing_reasons`: why verdicts of the whole run are missing, each with their number.
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
    'floor',
    'gain',
    'asked',
    'planned',
    'n',
    'missing',
    'reason',
    'no_code',
    'not_compiling',
    'timed_out',
    'cut_off',
    'critic_cut_off',
    'trust',
    'passes_separate',
    'passes_shared',
    'passes_hanging',
    'run',
    'missing_reasons',
  ];
  const rows = runs.flatMap((run) => {
    const {totals} = run.so_far ?? run.manifest;
    const reasons = run.missing.map(({reason, n}) => `${n}: ${reason}`).join('; ') || null;
    return run.metrics.scenarios.flatMap((scenario) =>
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
        ...(figure.value === null ? [null, null, null] : [figure.value, figure.low, figure.high]),
        ...creditOf(figure),
        figure.n,
        figure.missing,
        figure.value === null ? figure.reason : null,
        totals?.no_code ?? null,
        run.not_compiling ?? null,
        run.timed_out,
        totals?.cut_off ?? null,
        totals?.critic?.cut_off ?? null,
        run.trust.policy,
        run.manifest.totals?.passes?.separate ?? null,
        run.manifest.totals?.passes?.shared ?? null,
        run.trust.hanging,
        run.label,
        reasons,
      ]),
    );
  });
  return {columns, rows};
}

function creditOf(figure: Figure | CreditedFigure): (number | null)[] {
  if (!('floor' in figure)) return [null, null, null, null];
  const {floor, gain, asked, planned} = figure;
  return [floor, gain, asked, planned];
}

type NamedFigure = {metric: string; turn: number | null; figure: Figure | CreditedFigure};

function namedFigures(scenario: ScenarioMetrics): NamedFigure[] {
  const byTurn = (metric: string, figures: readonly NamedFigure['figure'][], first: number) =>
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
