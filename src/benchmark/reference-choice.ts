import type {BootstrapOptions} from '../score/bootstrap.js';
import type {Metric} from '../score/problem-scores.js';
import {questionsAsked} from '../score/questions.js';
import {type Candidate, chooseReference, type ReferenceChoice} from '../score/reference-choice.js';
import {referenceStrength} from '../score/reference-strength.js';
import type {ReferenceRuns} from './correlate-references.js';
import type {CorrelationRow} from './correlate-runs.js';
import type {StoredRun} from './read-run.js';

/** Which reference to choose, by one metric. */
export type ReferenceView = {metric: Metric; choice: ReferenceChoice};

/**
 * Judges the references that static runs were made on: agreement with live, strength, and what their logs still ask (read off the run over the
 * most problems). @throws {UsageError} for unusable bootstrap options.
 */
export function chooseReferences(
  groups: readonly ReferenceRuns[],
  rows: readonly CorrelationRow[],
  options: BootstrapOptions,
): ReferenceView[] {
  const described = groups.map(({reference, runs}) => {
    const widest = runs.reduce((most, run) => (run.rows.length > most.rows.length ? run : most));
    return {reference, ...describeReference(widest, options)};
  });
  return (['mrr', 'recall'] as const).map((metric) => {
    const candidates = described.map((candidate): Candidate => {
      const cells = rows.filter((row) => row.reference === candidate.reference && row.metric === metric);
      return {
        ...candidate,
        scenarios: cells.map(({scenario, agreement}) => ({scenario, models: agreement.models})),
      };
    });
    return {metric, choice: chooseReference(candidates, options)};
  });
}

function describeReference({rows}: StoredRun, options: BootstrapOptions): Pick<Candidate, 'strength' | 'questions'> {
  return {strength: referenceStrength(rows, options), questions: questionsAsked(rows)};
}
