import {lastTurn, turnZeroScenario} from '../problem/scenario.js';
import type {VerdictRow} from '../run/verdict-row.js';
import {type ProblemVerdicts, problemVerdicts} from './problem-verdicts.js';
import {countAsked} from './replay-only.js';

export type Questions = {
  /** Per scenario, how many refinement questions the log asks at turn 1..10 (`[0]` is turn 1). */
  per_scenario: {scenario: string; per_turn: number[]}[];
  /** The same over all scenarios. */
  per_turn: number[];
  /** First answers, one per problem. */
  turn_zero: number;
  /** What a replay costs, in questions: `turn_zero` and all refinement questions. */
  total: number;
  /**
   * Different requests among them, which is what the model is really asked: equal prompts share an
   * answer at temperature 0. Null where the rows do not tell.
   */
  requests: number | null;
};

/**
 * What a replay on this log asks, read off the rows of any one static run on it (a question belongs
 * to the log, whoever answers). A strong reference leaves few. @throws {UsageError} as
 * `problemVerdicts` does.
 */
export function questionsAsked(rows: readonly VerdictRow[]): Questions {
  const verdicts = [...problemVerdicts(rows)];
  const per_scenario = verdicts
    .filter(([scenario]) => scenario !== turnZeroScenario)
    .map(([scenario, problems]) => ({scenario, per_turn: askedPerTurn(problems)}));
  const per_turn = refinementTurns.map((_, index) =>
    per_scenario.reduce((sum, scenario) => sum + (scenario.per_turn[index] ?? 0), 0),
  );
  const turn_zero = verdicts.find(([scenario]) => scenario === turnZeroScenario)?.[1].length ?? 0;
  const hashes = new Set(rows.flatMap(({request}) => (request === null ? [] : [request])));
  return {
    per_scenario,
    per_turn,
    turn_zero,
    total: per_turn.reduce((sum, asked) => sum + asked, turn_zero),
    requests: hashes.size === 0 ? null : hashes.size,
  };
}

const refinementTurns = Array.from({length: lastTurn}, (_, index) => index + 1);

function askedPerTurn(problems: readonly ProblemVerdicts[]): number[] {
  return refinementTurns.map((turn) => countAsked(problems, turn));
}
