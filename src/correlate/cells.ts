import {type ScenarioId, scenarios} from '../problem/scenario.js';
import {type Alias, isSameModel, type MatchedModels, matchModels} from '../score/model-names.js';
import type {PairedModel} from '../score/paired-models.js';
import type {Metric} from '../score/problem-scores.js';
import type {ReferenceRuns} from './references.js';
import {runSource, type ScoreSource} from './sources.js';

/**
 * What one agreement is about: one reference's log, one scenario, one metric, and the models that
 * have both sides.
 */
export type Cell = {
  reference: string;
  scenario: ScenarioId;
  metric: Metric;
  models: PairedModel[];
  unmatched: Unmatched;
};

/**
 * Names that made no pair. `self`: the reference replayed on its own log, where static and live are
 * one by construction.
 */
export type Unmatched = Pick<
  MatchedModels,
  'unmatchedStatic' | 'unmatchedLive' | 'unusedAliases'
> & {self: string[]};

/**
 * Pairs static with live scores wherever both sides have the scenario; references, scenarios and
 * metrics in a fixed order.
 * @throws {UsageError} where two runs of one side are of the same model.
 */
export function pairCells(
  groups: readonly ReferenceRuns[],
  lives: readonly ScoreSource[],
  aliases: readonly Alias[],
): Cell[] {
  return groups.flatMap(({reference, referenceModel, runs}) => {
    const statics = runs.map(runSource);
    const isSelf = ({model}: ScoreSource) => isSameModel(model, referenceModel, aliases);
    const others = statics.filter((source) => !isSelf(source));
    const self = statics.filter(isSelf).map(({model}) => model);
    return scenarios.flatMap(({id}) => {
      const names = {aliases, alsoKnown: [referenceModel, ...self]};
      const found = pairScenario(id, {statics: others, lives}, names);
      return found.map((pair) => ({...pair, reference, unmatched: {...pair.unmatched, self}}));
    });
  });
}

/**
 * By name, so that what is drawn with a seed does not depend on the order in which runs were given.
 */
export function sortModels(models: readonly PairedModel[]): PairedModel[] {
  return models.toSorted((a, b) => (a.model < b.model ? -1 : 1));
}

type Sides = {statics: readonly ScoreSource[]; lives: readonly ScoreSource[]};
type ScenarioPair = Omit<Cell, 'reference' | 'unmatched'> & {unmatched: Omit<Unmatched, 'self'>};

function pairScenario(
  scenario: ScenarioId,
  sides: Sides,
  names: {aliases: readonly Alias[]; alsoKnown: readonly string[]},
): ScenarioPair[] {
  const hasScenario = (source: ScoreSource) => source.scenarios.includes(scenario);
  const [statics, lives] = [sides.statics.filter(hasScenario), sides.lives.filter(hasScenario)];
  if (statics.length === 0 || lives.length === 0) return [];
  const {matched, ...unmatched} = matchModels({
    static: statics.map(({model}) => model),
    live: lives.map(({model}) => model),
    ...names,
  });
  return (['mrr', 'recall'] as const).map((metric) => {
    const models = matched.flatMap((pair): PairedModel[] => {
      const staticSide = named(statics, pair.static)?.side(scenario, metric);
      const liveSide = named(lives, pair.live)?.side(scenario, metric);
      return staticSide && liveSide
        ? [{model: pair.model, static: staticSide, live: liveSide}]
        : [];
    });
    return {scenario, metric, models: sortModels(models), unmatched};
  });
}

function named(sources: readonly ScoreSource[], name: string): ScoreSource | undefined {
  return sources.find(({model}) => model === name);
}
