import {lastTurn, turnZeroScenario} from '../problem/scenario.js';
import type {VerdictRow} from '../run/verdict-row.js';
import {type Figure, figure, shareInterval} from './figure.js';
import {type ReferenceVerdict, referenceVerdictBefore} from './first-passing-turn.js';
import type {ProblemValue} from './problem-value.js';
import {problemVerdicts} from './problem-verdicts.js';

/**
 * The reference model's own turn-0 Pass@1, as the rows of a static run on its log tell it; problems
 * whose status the log does not tell are outside.
 */
export function referenceStrength(rows: readonly VerdictRow[]): Figure {
  const values = rows
    .filter(({scenario}) => scenario === turnZeroScenario)
    .map(({reference_status}) => strengthValue(reference_status));
  return figure(values, shareInterval, "the log does not tell the reference's verdicts at turn 0");
}

/** A share of problems that the reference solved in a scenario. */
export type SolvedInScenario = {scenario: string; solved: Figure};

/**
 * Per scenario, what the reference itself had solved before turn 10, where its log ends: the credit
 * that every target gets at turn 10, beside its strength at turn 0. @throws {UsageError} as
 * `problemVerdicts` does.
 */
export function solvedByReference(rows: readonly VerdictRow[]): SolvedInScenario[] {
  return [...problemVerdicts(rows)]
    .filter(([scenario]) => scenario !== turnZeroScenario)
    .map(([scenario, problems]) => ({
      scenario,
      solved: figure(
        problems.map(({verdicts}) => solvedValue(referenceVerdictBefore(verdicts, lastTurn))),
        shareInterval,
        'the log holds no problem',
      ),
    }));
}

function solvedValue(verdict: ReferenceVerdict): ProblemValue {
  return verdict === 'missing' ? 'missing' : Number(verdict === 'pass');
}

function strengthValue(status: VerdictRow['reference_status']): ProblemValue {
  if (status === null) return 'outside';
  if (status === 'missing') return 'missing';
  return status === 'pass' ? 1 : 0;
}
