import {type ScenarioId, scenarios} from '../problem/scenario.js';
import {type Agreement, agreement} from '../score/agreement.js';
import {type Alias, type MatchedModels, matchModels} from '../score/model-names.js';
import type {PairedModel} from '../score/paired-models.js';
import {type Metric, problemScores} from '../score/problem-scores.js';
import type {StoredRun} from './read-run.js';
import {scoring} from './session.js';

/** How the static ranking on one reference's log agrees with the live one, in one scenario, by one metric. */
export type CorrelationRow = {
  reference: string;
  scenario: ScenarioId;
  metric: Metric;
  agreement: Agreement;
  unmatched: Pick<MatchedModels, 'unmatchedStatic' | 'unmatchedLive' | 'unusedAliases'>;
};

/** Every reference model x scenario x metric that both sides have. Several references stand side by side in the order given. */
export function correlateRuns(
  {statics, lives}: {statics: readonly StoredRun[]; lives: readonly StoredRun[]},
  aliases: readonly Alias[],
): CorrelationRow[] {
  const references = [...new Set(statics.map(referenceOf))];
  return references.flatMap((reference) => {
    const onReference = statics.filter((run) => referenceOf(run) === reference);
    return scenarios.flatMap(({id}) => correlateScenario(reference, id, {statics: onReference, lives}, aliases));
  });
}

function correlateScenario(
  reference: string,
  scenario: ScenarioId,
  {statics, lives}: {statics: readonly StoredRun[]; lives: readonly StoredRun[]},
  aliases: readonly Alias[],
): CorrelationRow[] {
  const [staticRuns, liveRuns] = [statics.filter(has(scenario)), lives.filter(has(scenario))];
  if (staticRuns.length === 0 || liveRuns.length === 0) return [];
  const {matched, ...unmatched} = matchModels({static: staticRuns.map(modelOf), live: liveRuns.map(modelOf), aliases});
  return (['mrr', 'recall'] as const).map((metric) => {
    const models = matched.flatMap((pair): PairedModel[] => {
      const [staticRun, liveRun] = [named(staticRuns, pair.static), named(liveRuns, pair.live)];
      if (!staticRun || !liveRun) return [];
      return [{model: pair.model, static: side(staticRun, scenario, metric), live: side(liveRun, scenario, metric)}];
    });
    return {reference, scenario, metric, agreement: agreement(models, scoring), unmatched};
  });
}

function side({mode, rows}: StoredRun, scenario: ScenarioId, metric: Metric): PairedModel['static'] {
  return {kind: 'problems', byTask: problemScores({mode, rows, scenario, metric})};
}

function has(scenario: ScenarioId): (run: StoredRun) => boolean {
  return ({manifest}) => manifest.scenarios.includes(scenario);
}

function named(runs: readonly StoredRun[], model: string): StoredRun | undefined {
  return runs.find((run) => modelOf(run) === model);
}

function modelOf({manifest}: StoredRun): string {
  return manifest.model;
}

function referenceOf({manifest}: StoredRun): string {
  return manifest.log?.reference_model ?? '?';
}
