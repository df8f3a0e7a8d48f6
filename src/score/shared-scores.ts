import type {ScoredModel} from './discordant-pairs.js';
import {modelKey} from './model-names.js';
import {spearman} from './spearman.js';

/** How models scored on one reference's log, per scenario. */
export type ScoredReference = {
  reference: string;
  scenarios: readonly {scenario: string; models: readonly ScoredModel[]}[];
};

/** The models and scenarios that all references have; `scores[reference][scenario][model]`. */
export type SharedScores = {models: string[]; scenarios: string[]; scores: ScoredModel[][][]};

/**
 * Cuts the references down to what they have in common, so that they are compared like with like.
 * Models match as `modelKey` says.
 */
export function sharedScores(references: readonly ScoredReference[]): SharedScores {
  const [first, ...others] = references;
  const scenarios = (first?.scenarios ?? [])
    .map(({scenario}) => scenario)
    .filter((scenario) =>
      others.every((other) => other.scenarios.some((entry) => entry.scenario === scenario)),
    );
  const cells = references.map((reference) =>
    scenarios.map((scenario) => modelsOf(reference, scenario)),
  );
  const [firstCell = new Map<string, ScoredModel>()] = cells.flat();
  const shared = [...firstCell].filter(([key]) => cells.flat().every((cell) => cell.has(key)));
  return {
    models: shared.map(([, {model}]) => model),
    scenarios,
    scores: cells.map((row) => row.map((cell) => shared.flatMap(([key]) => cell.get(key) ?? []))),
  };
}

/**
 * Spearman per reference and scenario over the drawn models (positions in `models`, repeats
 * allowed); null if any of them is undefined.
 */
export function agreementTable(
  {scores}: SharedScores,
  drawn: readonly number[],
): number[][] | null {
  const values = scores.map((scenarios) =>
    scenarios.map((models) => {
      const sample = drawn.flatMap((index) => models[index] ?? []);
      return spearman(
        sample.map((model) => model.static),
        sample.map((model) => model.live),
      ).value;
    }),
  );
  return values.every((row): row is number[] => !row.includes(null)) ? values : null;
}

function modelsOf(reference: ScoredReference, scenario: string): Map<string, ScoredModel> {
  const models = reference.scenarios.find((entry) => entry.scenario === scenario)?.models ?? [];
  return new Map(models.map((model) => [modelKey(model.model), model]));
}
