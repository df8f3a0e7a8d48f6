import {type CorrelationRow, correlateCells} from '../../correlate/correlate-runs.js';
import type {CorrelateInputs} from '../../correlate/inputs.js';
import {costOfLog} from '../../correlate/log-cost.js';
import {powerOfRuns} from '../../correlate/power.js';
import {explainInCell, explainStoredRun} from '../../correlate/predict/explain-run.js';
import {chooseReferences} from '../../correlate/reference-choice.js';
import {UsageError} from '../../errors.js';
import {
  correlationRecords,
  correlationTable,
  discordantTable,
  sideBySideTable,
} from '../../report/correlation-report.js';
import type {Report} from '../../report/formats.js';
import {powerRecords, powerTable} from '../../report/power-report.js';
import {predictionRecords, predictionTable} from '../../report/prediction-report.js';
import {meaningSentence, meaningSentences} from '../../report/prediction-sentences.js';
import {
  costTable,
  questionsTable,
  referenceRecords,
  referenceTable,
} from '../../report/reference-report.js';
import type {BootstrapOptions} from '../../score/bootstrap.js';
import {modelKey} from '../../score/model-names.js';

/** Static against live: coefficients, references side by side, discordant pairs. */
export function agreementView(
  {cells, statics}: CorrelateInputs,
  options: BootstrapOptions,
): Report {
  const rows = correlateCells(cells, options);
  const notes = [...unmatchedNotes(rows), ...simulatedNotes(statics)];
  const sideBySide = sideBySideTable(rows);
  return {
    tables: [
      correlationTable(rows, notes),
      ...(sideBySide ? [sideBySide] : []),
      discordantTable(rows),
    ],
    records: () => correlationRecords(rows),
    json: {correlations: rows},
  };
}

/**
 * Which reference to choose, by either metric, and what a replay on each log costs.
 * @throws {UsageError} when neither can be told.
 */
export async function referencesView(
  {groups, cells}: CorrelateInputs,
  logs: readonly string[],
  options: BootstrapOptions,
): Promise<Report> {
  const views = chooseReferences(groups, correlateCells(cells, options), options);
  const costs = await Promise.all(logs.map(costOfLog));
  const [{choice: first} = {choice: undefined}] = views;
  if (first?.candidates === null && logs.length === 0)
    throw new UsageError(`--references: ${first.reason}`);
  return {
    tables: [
      ...views.map(referenceTable),
      ...(first?.candidates ? [questionsTable(first.candidates)] : []),
      ...(costs.length > 0 ? [costTable(costs)] : []),
    ],
    records: () => referenceRecords(views),
    json: {references: views, logs: costs},
  };
}

/** How many problems are enough. `sizes` empty: the default ones. */
export function powerView(
  {groups, cells}: CorrelateInputs,
  sizes: readonly number[],
  options: BootstrapOptions,
): Report {
  const rows = powerOfRuns(groups, cells, {...options, ...(sizes.length > 0 && {sizes})});
  return {
    tables: [powerTable(rows, options)],
    records: () => powerRecords(rows),
    json: {power: rows, bootstrap: options},
  };
}

/**
 * What a model's static scores mean live.
 * @throws {UsageError} when no static run and no table has the model.
 */
export function predictionView(
  {statics, lives, cells, groups, aliases}: CorrelateInputs,
  model: string,
): Report {
  const runs = statics.filter(({manifest}) => modelKey(manifest.model) === modelKey(model));
  const ofTables = cells.filter(
    ({reference}) => !groups.some((group) => group.reference === reference),
  );
  const meanings = [
    ...runs.flatMap((run) => explainStoredRun(run, {statics, lives, aliases})),
    ...ofTables.flatMap((cell) => explainInCell(cell, model)),
  ];
  if (meanings.length === 0)
    throw new UsageError(`--predict: ${model}: no static run and no table has this model`);
  return {
    tables: [predictionTable(model, meanings, meaningSentences(meanings))],
    records: () => predictionRecords(meanings),
    json: {
      predictions: meanings.map((meaning) => ({...meaning, sentence: meaningSentence(meaning)})),
    },
  };
}

function simulatedNotes(statics: CorrelateInputs['statics']): string[] {
  const anySimulated = statics.some(({manifest}) => manifest.simulated);
  return anySimulated ? ['Simulated models: these figures say nothing about any real model.'] : [];
}

/** What did not match, named once. */
function unmatchedNotes(rows: readonly CorrelationRow[]): string[] {
  const names = (side: 'unmatchedStatic' | 'unmatchedLive' | 'self') => [
    ...new Set(rows.flatMap((row) => row.unmatched[side])),
  ];
  const unused = new Set(
    rows.flatMap((row) => row.unmatched.unusedAliases.map(({name, same}) => `${name}=${same}`)),
  );
  const line = (what: string, found: readonly string[]) =>
    found.length > 0 ? [`${what}: ${found.join(', ')}.`] : [];
  return [
    ...line('Only static', names('unmatchedStatic')),
    ...line('Only live', names('unmatchedLive')),
    ...line('Left out, since on its own log static and live are one', names('self')),
    ...line('Aliases that name no model', [...unused]),
  ];
}
