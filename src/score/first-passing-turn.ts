import {lastTurn} from '../problem/scenario.js';
import type {Mode} from '../run/mode.js';
import type {TurnVerdict} from './problem-verdicts.js';

/**
 * `unknown`: a verdict is missing at turn `from`, before any known pass, so that nobody can say
 * which turn was the first.
 */
export type FirstPass =
  | {kind: 'passed'; turn: number}
  | {kind: 'never'}
  | {kind: 'unknown'; from: number};

/**
 * The first turn at which a problem counts as passed (DESIGN.md, section 4); MRR and Recall both
 * stand on it. Live: the model's own verdict. Static: its own verdict (turn 0 included), or the
 * reference's of the same turn up to turn 9, after which the log holds nothing to refine. A verdict
 * that is missing after a pass changes nothing; one before it makes the turn unknown, even if a
 * later answer passed: taking such a problem in only when it was solved in the end would flatter
 * the figure.
 * @example two turns, `fail` then `pass` -> {kind: 'passed', turn: 1}; `missing` then `pass` ->
 *   {kind: 'unknown', from: 0}
 */
export function firstPassingTurn(verdicts: readonly TurnVerdict[], mode: Mode): FirstPass {
  for (const [turn, verdict] of verdicts.entries()) {
    const reference = mode === 'static' ? referenceVerdict(verdicts, turn) : null;
    if (verdict.status === 'pass' || reference === 'pass') return {kind: 'passed', turn};
    if (verdict.status === 'missing' || reference === 'missing')
      return {kind: 'unknown', from: turn};
  }
  return {kind: 'never'};
}

export type ReferenceVerdict = 'pass' | 'not-passed' | 'missing';

/**
 * Whether the reference's code of `turn` passed: by its own status, or because nobody was asked on
 * the next turn for that reason. Turn 10 never counts, and neither does a status that the log does
 * not tell.
 */
export function referenceVerdict(verdicts: readonly TurnVerdict[], turn: number): ReferenceVerdict {
  if (turn >= lastTurn) return 'not-passed';
  const status = verdicts[turn]?.reference_status;
  if (status === 'pass' || verdicts[turn + 1]?.origin === 'reference-solved') return 'pass';
  return status === 'missing' ? 'missing' : 'not-passed';
}

/**
 * Whether the reference had passed before `turn`: `missing` where only a verdict of the reference
 * that we lack could tell.
 */
export function referenceVerdictBefore(
  verdicts: readonly TurnVerdict[],
  turn: number,
): ReferenceVerdict {
  let found: ReferenceVerdict = 'not-passed';
  for (let earlier = 0; earlier < turn; earlier += 1) {
    const verdict = referenceVerdict(verdicts, earlier);
    if (verdict === 'pass') return verdict;
    if (verdict === 'missing') found = verdict;
  }
  return found;
}
