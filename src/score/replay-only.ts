import {type FirstPass, referenceVerdictBefore} from './first-passing-turn.js';
import type {ProblemValue} from './problem-value.js';
import type {ProblemVerdicts, TurnVerdict} from './problem-verdicts.js';

/**
 * Whether the target was asked at `turn` (a question refused for good was asked too). Turn 0 asks
 * nothing of the log, and once the reference had passed there is nothing left to ask.
 */
export function wasAsked(verdicts: readonly TurnVerdict[], turn: number): boolean {
  const origin = verdicts[turn]?.origin;
  if (turn === 0 || (origin !== 'answered' && origin !== 'missing')) return false;
  return referenceVerdictBefore(verdicts, turn) !== 'pass';
}

/** How many problems put a question to the target at `turn`, the first answer included. */
export function countAsked(problems: readonly ProblemVerdicts[], turn: number): number {
  return problems.filter(({verdicts}) => turn === 0 || wasAsked(verdicts, turn)).length;
}

/**
 * The first turn t >= 1 at which the target's own answer passes, without any credit; null for a
 * problem that the scenario asks nothing about. Feed it to `reciprocalRank` and `solved`: k = t +
 * 1, so the best replay-only MRR is 1/2 (DESIGN.md, section 4).
 */
export function firstPassingAnswer(verdicts: readonly TurnVerdict[]): FirstPass | null {
  const asked = verdicts.flatMap((verdict, turn) =>
    wasAsked(verdicts, turn) ? [{turn, status: verdict.status}] : [],
  );
  if (asked.length === 0) return null;
  const first = asked.find(({status}) => status === 'pass' || status === 'missing');
  if (first === undefined) return {kind: 'never'};
  return first.status === 'pass'
    ? {kind: 'passed', turn: first.turn}
    : {kind: 'unknown', from: first.turn};
}

/**
 * What one problem adds to replay-only Pass@1 at `turn`: only problems asked at that turn count.
 */
export function replayOnlyPassAt1(verdicts: readonly TurnVerdict[], turn: number): ProblemValue {
  if (!wasAsked(verdicts, turn)) return 'outside';
  const status = verdicts[turn]?.status;
  if (status === 'missing') return 'missing';
  return status === 'pass' ? 1 : 0;
}
