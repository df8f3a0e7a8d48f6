import {median} from 'simple-statistics';
import {counted} from '../options/counted.js';
import {type BootstrapOptions, percentileInterval, resample} from './bootstrap.js';
import {fewestModels} from './correlation.js';
import type {Figure} from './figure.js';
import type {Questions} from './questions.js';
import type {SolvedInScenario} from './reference-strength.js';
import {
  agreementTable,
  type ScoredReference,
  type SharedScores,
  sharedScores,
} from './shared-scores.js';

/**
 * A reference model that could make the log: how models scored on it, what it is, and what its log
 * asks.
 */
export type ReferenceCandidate = ScoredReference & ReferenceItself;

/** What a reference is: Pass@1 at turn 0, what it had solved before turn 10, its questions. */
export type ReferenceItself = {
  strength: Figure;
  solved: SolvedInScenario[];
  questions: Questions;
};

export type ScenarioAgreement = {scenario: string; spearman: number};

export type JudgedCandidate = ReferenceItself & {
  reference: string;
  worst: ScenarioAgreement;
  /**
   * Over scenarios, with its 95% bootstrap interval over models (null where no resample has a
   * ranking).
   */
  median: {value: number; low: number | null; high: number | null};
  best: ScenarioAgreement;
  /**
   * Share of the resamples in which no other reference had a better median; a tie for first is
   * shared out.
   */
  best_share: number;
};

export type ReferenceChoice =
  | {
      /** The best median agreement first. */
      candidates: JudgedCandidate[];
      /**
       * `decided`: the first candidate was best in at least 95% of the resamples; else the data
       * cannot tell it from the others.
       */
      verdict: {reference: string; best_share: number; decided: boolean};
      /** The models and scenarios that all candidates have, the only ones compared. */
      models: string[];
      scenarios: string[];
      bootstrap: BootstrapOptions;
      /** Resamples of the models that rank nothing in some cell; left out for every candidate. */
      undefined_resamples: number;
    }
  | {candidates: null; reason: string};

/**
 * Which reference's log ranks models most like the live benchmark does (Spearman, median over
 * scenarios), and how sure that is: models are resampled, the same ones for all candidates. @throws
 * {UsageError} for unusable bootstrap options.
 */
export function chooseReference(
  candidates: readonly ReferenceCandidate[],
  options: BootstrapOptions,
): ReferenceChoice {
  const shared = sharedScores(candidates);
  const seen = agreementTable(shared, [...shared.models.keys()]);
  const reason = whyNot(candidates, shared);
  if (reason !== null) return {candidates: null, reason};
  if (seen === null)
    return {candidates: null, reason: 'in some scenario a reference ranks all models alike'};
  const medians = resampledMedians(shared, options);
  const judged = candidates
    .map((candidate, index) => {
      const agreements = shared.scenarios.map((scenario, at) => ({
        scenario,
        spearman: seen[index]?.[at] ?? Number.NaN,
      }));
      return judge(candidate, {index, agreements, medians});
    })
    .sort((a, b) => b.median.value - a.median.value || b.best_share - a.best_share);
  const first = judged.reduce((best) => best);
  return {
    candidates: judged,
    verdict: {
      reference: first.reference,
      best_share: first.best_share,
      decided: first.best_share >= 0.95,
    },
    models: shared.models,
    scenarios: shared.scenarios,
    bootstrap: {seed: options.seed, resamples: options.resamples},
    undefined_resamples: options.resamples - medians.length,
  };
}

function whyNot(
  candidates: readonly ReferenceCandidate[],
  {models, scenarios}: SharedScores,
): string | null {
  if (candidates.length < 2)
    return `${counted(candidates.length, 'candidate reference')}; a choice needs at least 2`;
  if (scenarios.length === 0) return 'the candidates have no scenario in common';
  if (models.length >= fewestModels) return null;
  return `${counted(models.length, 'model was', 'models were')} evaluated on all candidates; a ranking needs at least ${fewestModels}`;
}

/** Per resample with a ranking everywhere, the median agreement of each candidate. */
function resampledMedians(shared: SharedScores, options: BootstrapOptions): number[][] {
  const n = shared.models.length;
  const {counts} = resample(n, options);
  const drawn = Array.from({length: options.resamples}, (_, r) =>
    [...shared.models.keys()].flatMap((model) =>
      Array<number>(counts[r * n + model] ?? 0).fill(model),
    ),
  );
  const tables = drawn
    .map((models) => agreementTable(shared, models))
    .filter((table) => table !== null);
  return tables.map((table) => table.map((agreements) => median(agreements)));
}

type Evidence = {index: number; agreements: ScenarioAgreement[]; medians: number[][]};

function judge(
  {reference, strength, solved, questions}: ReferenceCandidate,
  {index, agreements, medians}: Evidence,
): JudgedCandidate {
  const interval = percentileInterval(medians.map((sample) => sample[index] ?? Number.NaN));
  return {
    reference,
    worst: agreements.reduce((worst, other) => (other.spearman < worst.spearman ? other : worst)),
    median: {
      value: median(agreements.map(({spearman}) => spearman)),
      ...(interval ?? {low: null, high: null}),
    },
    best: agreements.reduce((best, other) => (other.spearman > best.spearman ? other : best)),
    best_share: bestShare(medians, index),
    strength,
    solved,
    questions,
  };
}

// Equal rank correlations may differ in their last digits.
const tolerance = 1e-9;

function bestShare(medians: readonly number[][], index: number): number {
  const shares = medians.map((sample) => {
    const top = Math.max(...sample) - tolerance;
    return (sample[index] ?? Number.NaN) >= top
      ? 1 / sample.filter((value) => value >= top).length
      : 0;
  });
  return shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
