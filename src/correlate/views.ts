import {z} from 'zod';
import {UsageError} from '../errors.js';
import {checkArgument} from '../options/check-options.js';
import {text, texts, wholeNumber} from '../options/fields.js';
import {option} from '../options/option-name.js';
import {type BootstrapOptions, bootstrapOptions} from '../score/bootstrap.js';
import {isSameModel} from '../score/model-names.js';
import {scoring} from '../score/scoring.js';
import {type CorrelationRow, correlateCells} from './correlate-runs.js';
import {type CorrelateInputs, correlateInputs} from './inputs.js';
import {costOfLog, type LogCost} from './log-cost.js';
import {type PowerRow, powerOfRuns} from './power.js';
import {explainInCell, explainStoredRun} from './predict/explain-run.js';
import type {StaticScoreMeaning} from './predict/explain-score.js';
import {chooseReferences, type ReferenceView} from './reference-choice.js';

/** How the static rankings agree with the live ones. */
export type AgreementView = {
  rows: CorrelationRow[];
  /** Whether some run is of a simulated model: then the figures say nothing about real ones. */
  simulated: boolean;
};

/**
 * Static against live, a row per reference, scenario and metric.
 * @throws {UsageError} for unusable bootstrap options.
 */
export function agreementView(
  inputs: CorrelateInputs,
  options: BootstrapOptions = scoring,
): AgreementView {
  checkArgument(['agreementView', 'inputs'], correlateInputs, inputs);
  checkArgument(['agreementView', 'options'], bootstrapOptions, options);
  const {cells, statics} = inputs;
  const simulated = statics.some(({manifest}) => manifest.simulated);
  return {rows: correlateCells(cells, options), simulated};
}

/** Which reference to choose, by either metric, and what a replay on each log costs. */
export type ReferencesView = {choices: ReferenceView[]; costs: LogCost[]};

/**
 * Compares the references of the static runs, and tells the cost of each log in the directories
 * `logs`, replayed or not.
 * @throws {UsageError} when neither can be told, for a log or suite that is damaged or do not
 *   belong together, or for unusable bootstrap options.
 */
export async function referencesView(
  inputs: CorrelateInputs,
  logs: readonly string[] = [],
  options: BootstrapOptions = scoring,
): Promise<ReferencesView> {
  checkArgument(['referencesView', 'inputs'], correlateInputs, inputs);
  checkArgument(['referencesView', 'logs'], texts, logs);
  checkArgument(['referencesView', 'options'], bootstrapOptions, options);
  const {groups, cells} = inputs;
  const choices = chooseReferences(groups, correlateCells(cells, options), options);
  const costs = await Promise.all(logs.map(costOfLog));
  const [first] = choices;
  if (first?.choice.candidates === null && logs.length === 0)
    throw new UsageError(`${option('referencesView.logs')}: ${first.choice.reason}`);
  return {choices, costs};
}

/** The agreement to expect of fewer problems. */
export type PowerView = {rows: PowerRow[]; bootstrap: BootstrapOptions};

const problemCounts = z.array(wholeNumber(1), 'expected a list of numbers').optional();

/**
 * How many problems are enough. `sizes` undefined: 50, 100, 200 and 500, or fewer that fit.
 * @throws {UsageError} for a size that is not a whole number from 1, or unusable bootstrap options.
 */
export function powerView(
  inputs: CorrelateInputs,
  sizes?: readonly number[],
  options: BootstrapOptions = scoring,
): PowerView {
  checkArgument(['powerView', 'inputs'], correlateInputs, inputs);
  checkArgument(['powerView', 'sizes'], problemCounts, sizes);
  checkArgument(['powerView', 'options'], bootstrapOptions, options);
  const {groups, cells} = inputs;
  const {seed, resamples} = options;
  const bootstrap = {seed, resamples};
  return {rows: powerOfRuns(groups, cells, {...bootstrap, sizes}), bootstrap};
}

/** What each static score of one model means live. */
export type PredictionView = {model: string; meanings: StaticScoreMeaning[]};

/**
 * What the static scores of `model`, or of a model that an alias joins with it, mean live.
 * @throws {UsageError} when no static run and no table has the model.
 */
export function predictionView(inputs: CorrelateInputs, model: string): PredictionView {
  checkArgument(['predictionView', 'inputs'], correlateInputs, inputs);
  checkArgument(['predictionView', 'model'], text, model);
  const {statics, lives, cells, groups, aliases} = inputs;
  const runs = statics.filter(({manifest}) => isSameModel(manifest.model, model, aliases));
  const ofTables = cells.filter(
    ({reference}) => !groups.some((group) => group.reference === reference),
  );
  const meanings = [
    ...runs.flatMap((run) => explainStoredRun(run, {statics, lives, aliases})),
    ...ofTables.flatMap((cell) => explainInCell(cell, model, aliases)),
  ];
  if (meanings.length === 0)
    throw new UsageError(
      `${option('predictionView.model')}: ${model}: no static run and no table has this model`,
    );
  return {model, meanings};
}
