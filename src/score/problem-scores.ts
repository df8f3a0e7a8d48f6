import {z} from 'zod';
import type {Mode} from '../run/mode.js';
import type {VerdictRow} from '../run/verdict-row.js';
import {firstPassingTurn} from './first-passing-turn.js';
import {reciprocalRank} from './mrr.js';
import {problemVerdicts, type ScoredScenario} from './problem-verdicts.js';
import {solved} from './recall.js';

/** What rankings are compared by. */
export const metricSchema = z.enum(['mrr', 'recall']);
export type Metric = z.infer<typeof metricSchema>;

/**
 * Per task id what the problem adds to a metric, in [0, 1]; null where it depends on a missing
 * verdict.
 */
export type ScoresByTask = ReadonlyMap<string, number | null>;

/**
 * The per-problem values of one run in one scenario (empty for a scenario that it does not have),
 * for `agreement`, `expectedAgreement` and `chooseSubset`. @throws {UsageError} as
 * `problemVerdicts` does.
 */
export function problemScores({mode, rows, scenario, metric}: ProblemScoresOptions): ScoresByTask {
  const ofMetric = metric === 'mrr' ? reciprocalRank : solved;
  const problems = problemVerdicts(rows).get(scenario) ?? [];
  return new Map(
    problems.map(({taskId, verdicts}) => {
      const value = ofMetric(firstPassingTurn(verdicts, mode));
      return [taskId, typeof value === 'number' ? value : null];
    }),
  );
}

export type ProblemScoresOptions = {
  mode: Mode;
  rows: Iterable<VerdictRow>;
  scenario: ScoredScenario;
  metric: Metric;
};
