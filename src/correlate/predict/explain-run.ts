import {z} from 'zod';
import {UsageError} from '../../errors.js';
import {openLog} from '../../log/read-log.js';
import {checkOptions, optionsOf} from '../../options/check-options.js';
import {text, texts} from '../../options/fields.js';
import {option} from '../../options/option-name.js';
import type {ScenarioId} from '../../problem/scenario.js';
import {readRun, type StoredRun} from '../../run/read-run.js';
import {type Alias, isSameModel} from '../../score/model-names.js';
import {commonTasks, type PairedModel, type Side, scoreOver} from '../../score/paired-models.js';
import type {Metric} from '../../score/problem-scores.js';
import {aliases as aliasesField} from '../alias-field.js';
import {type Cell, pairCells} from '../cells.js';
import {groupByReference} from '../references.js';
import {runSource, type ScoreSource} from '../sources.js';
import {explainStaticScore, type StaticScore, type StaticScoreMeaning} from './explain-score.js';
import {publishedFit, scopeOf} from './scope.js';

/**
 * Models that have both sides. Of the static runs those on the log of the run to be explained
 * count.
 */
export type FitRuns = {
  statics: readonly StoredRun[];
  lives: readonly ScoreSource[];
  aliases: readonly Alias[];
};

export type FitOptions = {
  /** Directories of runs of other models, static on the log and live. */
  directories: readonly string[];
  /** Directory of the log. */
  log: string;
};

const fitSchema = optionsOf<FitOptions>({directories: texts, log: text});

/**
 * The runs to tell by what the scores of a replay on the log will mean live, read
 * before it begins.
 * @throws {UsageError} for a directory that is no finished run, or a run that is not over the log's
 * suite; {FileFormatError} for a damaged one.
 */
export async function readFit(options: FitOptions): Promise<StoredRun[]> {
  checkOptions('readFit', fitSchema, options);
  const {directories, log} = options;
  if (directories.length === 0) return [];
  const runs = await Promise.all(directories.map(readRun));
  const {suite} = openLog(log).manifest;
  const other = runs.find(({manifest}) => manifest.suite.sha256 !== suite.sha256);
  if (!other) return runs;
  throw new UsageError(
    `${option('fit')}: ${other.label}/manifest.json: suite: ${other.manifest.suite.name} (${other.manifest.suite.sha256.slice(0, 8)}), but the log ${log} is over ${suite.name} (${suite.sha256.slice(0, 8)})`,
  );
}

export type ExplainRunOptions = {
  /** Directory of a finished static run. */
  directory: string;
  /** Runs of other models, as `readFit` reads them. Default: none. */
  fit?: readonly StoredRun[] | undefined;
  /** Two names of one model. Default: none. */
  aliases?: readonly Alias[] | undefined;
};

const explainSchema = optionsOf<ExplainRunOptions>({
  directory: text,
  fit: z.array(z.custom<StoredRun>(), 'expected a list of runs').optional(),
  aliases: aliasesField.optional(),
});

/**
 * What the scores of a finished static run mean live: each by the user's `fit` runs, static and
 * live, where they can tell, else by the published figure.
 * @throws {UsageError} for a directory that is no finished run, or a live run to explain.
 */
export async function explainRun(options: ExplainRunOptions): Promise<StaticScoreMeaning[]> {
  checkOptions('explainRun', explainSchema, options);
  const {directory, fit = [], aliases = []} = options;
  const run = await readRun(directory);
  const statics = fit.filter(({mode}) => mode === 'static');
  const lives = fit.filter(({mode}) => mode === 'live').map(runSource);
  return explainStoredRun(run, {statics, lives, aliases});
}

/** Every scenario and metric of a static run. @throws {UsageError} for a live run. */
export function explainStoredRun(
  run: StoredRun,
  {statics, lives, aliases}: FitRuns,
): StaticScoreMeaning[] {
  if (run.mode === 'live')
    throw new UsageError(`${run.label} is a live run: its scores need no prediction`);
  const isOther = (model: string) => !isSameModel(model, run.manifest.model, aliases);
  const onSameLog = statics.filter(
    (other) => isOther(other.manifest.model) && isOnSameLog(other, run),
  );
  const liveOthers = lives.filter((live) => isOther(live.model));
  const cells = pairCells(groupByReference(onSameLog), liveOthers, aliases);
  const {model, scenarios, side} = runSource(run);
  return scenarios.flatMap((scenario) =>
    (['mrr', 'recall'] as const).flatMap((metric) => {
      const own = side(scenario, metric);
      if (own === undefined) return [];
      const cell = cells.find((other) => other.scenario === scenario && other.metric === metric);
      return explainSide({model, reference: scopeOf(run), scenario, metric}, own, {cell, aliases});
    }),
  );
}

/**
 * The models of a cell, each explained by the others: for `--table`, whose models have both scores.
 */
export function explainInCell(
  {reference, scenario, metric, models}: Cell,
  model: string,
  aliases: readonly Alias[],
): StaticScoreMeaning[] {
  const target = models.find((other) => isSameModel(other.model, model, aliases));
  if (!target) return [];
  const subject = {model: target.model, reference, scenario, metric};
  const cell = {models: models.filter((other) => other !== target)};
  return explainSide(subject, target.static, {cell, aliases});
}

function isOnSameLog({manifest: a}: StoredRun, {manifest: b}: StoredRun): boolean {
  return (
    a.log?.sha256 === b.log?.sha256 &&
    a.log?.reference_model === b.log?.reference_model &&
    a.critic === b.critic
  );
}

type Subject = {model: string; reference: string; scenario: ScenarioId; metric: Metric};

function explainSide(
  {model, reference, scenario, metric}: Subject,
  own: Side,
  {cell, aliases}: {cell: Pick<Cell, 'models'> | undefined; aliases: readonly Alias[]},
): StaticScoreMeaning[] {
  const scope = {reference, scenario, metric};
  const whole = scoreOver(own, knownTasks(own));
  // A run whose every problem lacks a verdict has no score to explain.
  if (!Number.isFinite(whole)) return [];
  const score = {model, scope, static: whole, problems: knownTasks(own).length};
  const byFigure = explainStaticScore(score, [publishedFit()], aliases);
  const byRuns = cell && explainByRuns(score, own, cell.models);
  if (!byRuns) return [byFigure];
  return [
    byRuns.prediction.value === null && byFigure.prediction.value !== null ? byFigure : byRuns,
  ];
}

/** Over the problems that all of them have; null where there is none, or no other model. */
function explainByRuns(
  score: StaticScore,
  own: Side,
  models: readonly PairedModel[],
): StaticScoreMeaning | null {
  const tasks = commonTasks([...models, {model: score.model, static: own, live: own}]);
  if (models.length === 0 || tasks?.length === 0) return null;
  const scores = models.map((model) => ({
    names: [model.model],
    static: scoreOver(model.static, tasks ?? []),
    live: scoreOver(model.live, tasks ?? []),
  }));
  const problems = tasks?.length ?? 0;
  return explainStaticScore({...score, static: scoreOver(own, tasks ?? []), problems}, [
    {scope: score.scope, models: scores, problems},
  ]);
}

function knownTasks(side: Side): string[] {
  if (side.kind === 'score') return [];
  return [...side.byTask].flatMap(([task, value]) => (value === null ? [] : [task]));
}
