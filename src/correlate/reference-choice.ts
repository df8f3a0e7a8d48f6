import type {StoredRun} from '../run/read-run.js';
import type {BootstrapOptions} from '../score/bootstrap.js';
import {fewestModels} from '../score/correlation.js';
import type {Metric} from '../score/problem-scores.js';
import {questionsAsked} from '../score/questions.js';
import {
  chooseReference,
  type ReferenceCandidate,
  type ReferenceChoice,
  type ReferenceItself,
} from '../score/reference-choice.js';
import {referenceStrength, solvedByReference} from '../score/reference-strength.js';
import type {CorrelationRow} from './correlate-runs.js';
import {type ReferenceRuns, widestRun} from './references.js';

/**
 * Which reference to choose, by one metric. `unranked`: references on whose logs all models score
 * alike in some scenario; a log that ranks nothing is no candidate.
 */
export type ReferenceView = {
  metric: Metric;
  choice: ReferenceChoice;
  unranked: {reference: string; scenarios: string[]}[];
};

/**
 * Judges the references that static runs were made on: agreement with live, strength, and what
 * their logs still ask (read off the run over the most problems). @throws {UsageError} for unusable
 * bootstrap options.
 */
export function chooseReferences(
  groups: readonly ReferenceRuns[],
  rows: readonly CorrelationRow[],
  options: BootstrapOptions,
): ReferenceView[] {
  const described = groups.map((group) => ({
    reference: group.reference,
    ...describeReference(widestRun(group)),
  }));
  return (['mrr', 'recall'] as const).map((metric) => {
    const cellsOf = (reference: string) =>
      rows.filter((row) => row.reference === reference && row.metric === metric);
    const unranked = described.flatMap(({reference}) => {
      const scenarios = cellsOf(reference).filter(ranksNothing);
      return scenarios.length > 0
        ? [{reference, scenarios: scenarios.map(({scenario}) => scenario)}]
        : [];
    });
    const candidates = described
      .filter(({reference}) => !unranked.some((other) => other.reference === reference))
      .map((candidate): ReferenceCandidate => {
        const scenarios = cellsOf(candidate.reference).map(({scenario, agreement}) => {
          return {scenario, models: agreement.models};
        });
        return {...candidate, scenarios};
      });
    return {metric, choice: chooseReference(candidates, options), unranked};
  });
}

function ranksNothing({agreement: {models}}: CorrelationRow): boolean {
  return (
    models.length >= fewestModels && models.every((model) => model.static === models[0]?.static)
  );
}

function describeReference({rows}: StoredRun): ReferenceItself {
  return {
    strength: referenceStrength(rows),
    solved: solvedByReference(rows),
    questions: questionsAsked(rows),
  };
}
