import {z} from 'zod';
import {UsageError} from '../errors.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {oneOf, text} from '../options/fields.js';
import {option} from '../options/option-name.js';
import {turnZeroScenario} from '../problem/scenario.js';
import {readRun} from '../run/read-run.js';
import type {CreditedFigure} from '../score/figure.js';
import type {ScenarioMetrics} from '../score/metrics.js';
import type {Metric} from '../score/problem-scores.js';
import {type ScoredRun, scoreStoredRun} from '../score/score-stored-run.js';
import {metricName} from './metric-name.js';
import {modeName} from './run-names.js';

/** `model-index`: of the card of a model; `eval-results`: a file in its `.eval_results/`. */
export type HubForm = 'model-index' | 'eval-results';

export const hubForms: readonly HubForm[] = ['model-index', 'eval-results'];

export type HubMetadataOptions = {
  /** Directories of finished runs of one model. */
  runs: readonly string[];
  form: HubForm;
  /** Id of the dataset on the Hub. Default: by the suite, where it is one that `pull` brings. */
  dataset?: string | undefined;
  /** Address of what the figures come from, such as the page of a board. Default: none. */
  source?: string | undefined;
};

const schema = optionsOf<HubMetadataOptions>({
  runs: z.array(text, 'expected a list of directories').min(1, 'expected at least one run'),
  form: oneOf(...hubForms),
  dataset: text.optional(),
  source: text.optional(),
});

/** Metadata as YAML, and the figures that are not in it, a sentence each. */
export type HubMetadata = {yaml: string; leftOut: string[]};

/**
 * MRR and Recall of a model's runs as the Hugging Face Hub reads evaluations, exact numbers in
 * [0, 1]. Format: huggingface/hub-docs, `modelcard.md` and `docs/hub/eval-results.md`.
 * @throws {UsageError} for runs of several models or of a simulated one, a suite whose dataset
 * nobody named, two results for one place, and where no figure has a value.
 * @example
 * const {yaml} = await hubMetadata({
 *   runs: ['runs/smollm2'],
 *   form: 'model-index',
 *   dataset: 'you/starter',
 * });
 */
export async function hubMetadata(options: HubMetadataOptions): Promise<HubMetadata> {
  checkOptions('hubMetadata', schema, options);
  const stored = await Promise.all(options.runs.map(readRun));
  const runs = stored.map((run) => scoreStoredRun(run, 'credited'));
  const model = onlyModel(runs);
  const results = runs.flatMap((run) => resultsOf(run, options.dataset));
  const known = results.filter(({figures}) => figures.length > 0);
  const leftOut = results.flatMap((result) => result.leftOut);
  if (known.length === 0)
    throw new UsageError(
      `${options.runs.join(', ')}: no figure has a value: ${leftOut.join('; ')}`,
    );
  refuseTwice(known);
  const {source} = options;
  const value =
    options.form === 'model-index'
      ? {'model-index': [{name: model, results: known.map((each) => indexed(each, source))}]}
      : known.flatMap((each) => evaluated(each, source));
  const {stringify} = await import('yaml');
  return {yaml: stringify(value, {lineWidth: 0}), leftOut};
}

function onlyModel(runs: readonly ScoredRun[]): string {
  const [model = '', ...others] = new Set(runs.map(({manifest}) => manifest.model));
  if (others.length > 0)
    throw new UsageError(
      `metadata for the Hub is of one model, and these runs are of ${[model, ...others].join(', ')}`,
    );
  if (runs.some(({manifest}) => manifest.simulated))
    throw new UsageError(`${model}: is simulated; no model on the Hub has its figures`);
  return model;
}

/** The Hub names a result by its dataset, scenario and mode, and not by the log. */
function refuseTwice(results: readonly HubResult[]): void {
  const seen = new Map<string, HubResult>();
  for (const result of results) {
    const {dataset, scenario, mode, label} = result;
    const place = `${scenario}, ${mode}, on ${dataset}`;
    const first = seen.get(place);
    if (first)
      throw new UsageError(
        `${first.label}, ${label}: both have ${place}; give the runs of one log, each scenario once`,
      );
    seen.set(place, result);
  }
}

type KnownFigure = {metric: Metric; figure: Extract<CreditedFigure, {value: number}>};

type HubResult = {
  label: string;
  dataset: string;
  scenario: string;
  mode: string;
  how: string;
  version: string;
  figures: KnownFigure[];
  leftOut: string[];
};

function resultsOf(run: ScoredRun, dataset: string | undefined): HubResult[] {
  const {manifest, metrics} = run;
  return metrics.scenarios
    .filter(({scenario}) => scenario !== turnZeroScenario)
    .map((scenario) => ({
      label: run.label,
      dataset: dataset ?? datasetOf(run),
      scenario: scenario.scenario,
      mode: metrics.mode,
      how: modeName(run),
      version: manifest.program_version,
      figures: (['mrr', 'recall'] as const).flatMap((metric) => knownFigure(metric, scenario)),
      leftOut: (['mrr', 'recall'] as const).flatMap((metric) => whyLeftOut(run, metric, scenario)),
    }));
}

function datasetOf({manifest: {suite}, metrics: {mode}}: ScoredRun): string {
  if (suite.name === 'bigcodebench')
    return mode === 'static' ? 'ConvCodeWorld/convcodebench' : 'bigcode/bigcodebench';
  if (suite.name === 'bigcodebench-hard') return 'bigcode/bigcodebench-hard';
  throw new UsageError(
    `the suite ${suite.name} is none of the Hub; name its dataset with ${option('dataset')}`,
  );
}

function knownFigure(metric: Metric, scenario: ScenarioMetrics): KnownFigure[] {
  const figure = scenario[metric];
  return figure.value === null ? [] : [{metric, figure}];
}

function whyLeftOut({label}: ScoredRun, metric: Metric, scenario: ScenarioMetrics): string[] {
  const figure = scenario[metric];
  if (figure.value !== null) return [];
  return [`${label}: ${scenario.scenario}, ${metricName(metric)}: ${figure.reason}`];
}

const sourceName = 'convcodebench';

function indexed({dataset, scenario, how, figures}: HubResult, source: string | undefined) {
  return {
    task: {type: 'text-generation', name: 'Code refined over a conversation'},
    dataset: {type: dataset, name: `ConvCodeBench ${scenario}, ${how}`, config: scenario},
    metrics: figures.map(({metric, figure}) => ({
      type: metric,
      name: `${metricName(metric)} (${told(figure)})`,
      value: figure.value,
    })),
    ...(source !== undefined && {source: {name: sourceName, url: source}}),
  };
}

function evaluated(
  {dataset, scenario, mode, how, version, figures}: HubResult,
  source: string | undefined,
) {
  return figures.map(({metric, figure}) => ({
    dataset: {id: dataset, task_id: `${scenario}_${mode}_${metric}`},
    value: figure.value,
    ...(source !== undefined && {source: {url: source, name: sourceName}}),
    notes: `${metricName(metric)}, ${how}; ${told(figure)}; convcodebench ${version}`,
  }));
}

/** What a figure is read with: problems, interval, and what the reference's credit alone gives. */
function told({n, low, high, floor}: KnownFigure['figure']): string {
  const credit = floor === null ? '' : `, floor ${floor.toFixed(4)}`;
  return `n = ${n}, 95% interval ${low.toFixed(4)} to ${high.toFixed(4)}${credit}`;
}
